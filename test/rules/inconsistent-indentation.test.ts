import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings } from '../support/check';

describe('inconsistent-indentation', () => {
  it('marks the indentation of what begins elsewhere', () => {
    checkFindings(
      'inconsistent-indentation',
      `FROM debian
RUN a
  RUN b
^^ ~ inconsistent-indentation
`,
    );
  });

  it('allows a column of its own to each stage', () => {
    checkNoFindings('inconsistent-indentation', 'FROM a AS b\n\tRUN c\n\tRUN d\nFROM a\n    RUN e \\\n  f\n');
    checkFindings(
      'inconsistent-indentation',
      `FROM a AS b
    RUN c
RUN d
^^^ ~ inconsistent-indentation
FROM a
`,
    );
  });

  it('aligns', () => {
    checkFixAll('inconsistent-indentation', '  FROM a\r\n\tRUN b\r\n', 'FROM a\r\nRUN b\r\n');
    checkFixAll(
      'inconsistent-indentation',
      'FROM a AS b\n  RUN c\nRUN d\nFROM b\n',
      'FROM a AS b\n  RUN c\n  RUN d\nFROM b\n',
    );
  });

  it('leaves text that is no instruction', () => {
    checkNoFindings('inconsistent-indentation', 'FROM a\n  let b = c\n');
  });
});
