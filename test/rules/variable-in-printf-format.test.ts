import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('variable-in-printf-format', () => {
  it('marks a format with a value in it', () => {
    checkFindings(
      'variable-in-printf-format',
      `FROM debian
RUN printf "rev $A\\n" && printf $(b)
           ^^^^^^^^^^ ~ variable-in-printf-format
                                ^^^^ ~ variable-in-printf-format
`,
    );
  });

  it('says nothing of fixed formats, and of those with places of their own', () => {
    checkNoFindings(
      'variable-in-printf-format',
      `FROM debian\nRUN printf 'rev %s\\n' "$A" && printf "$A %s" b && printf '$A'\n`,
    );
  });
});
