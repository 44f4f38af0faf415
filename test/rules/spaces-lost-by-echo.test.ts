import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('spaces-lost-by-echo', () => {
  it('marks the spaces', () => {
    checkFindings(
      'spaces-lost-by-echo',
      `FROM debian
RUN echo name    value > /a
             ^^^^ ~ spaces-lost-by-echo
`,
    );
  });

  it('says nothing of quotes, and of the indent of a continued line', () => {
    checkNoFindings('spaces-lost-by-echo', 'FROM debian\nRUN echo "a   b" c && echo a \\\n    b && printf   x\n');
  });
});
