import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('todo-comment', () => {
  it('marks the word', () => {
    checkFindings(
      'todo-comment',
      `# see TODO(ada)
      ^^^^ ~ todo-comment
FROM debian
RUN a \\
  # FIXME
    ^^^^^ ~ todo-comment
  b
`.replaceAll('\\\\', '\\'),
    );
  });

  it('knows capitals only, and comments only', () => {
    checkNoFindings('todo-comment', '# todo list, autoTODO\nFROM debian\nRUN echo TODO\nRUN <<E\n# TODO\nE\n');
  });
});
