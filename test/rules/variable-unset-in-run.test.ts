import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('variable-unset-in-run', () => {
  it('marks a variable of ENV that is unset at the end of a RUN', () => {
    checkFindings(
      'variable-unset-in-run',
      `FROM debian
ENV TOKEN=abc B=1
RUN unset TOKEN
          ^^^^^ ~ variable-unset-in-run
RUN make && unset B C
                  ^ ~ variable-unset-in-run
`,
    );
  });

  it('says nothing where a command runs without the variable', () => {
    checkNoFindings('variable-unset-in-run', 'FROM a\nENV http_proxy=x\nRUN unset http_proxy && curl -O http://x/y\n');
  });

  it('says nothing of build arguments and variables of the RUN itself', () => {
    checkNoFindings('variable-unset-in-run', 'FROM a\nARG A\nRUN B=1; unset A B\n');
    checkNoFindings('variable-unset-in-run', 'FROM a\nENV A=1\nRUN (unset A)\n');
  });
});
