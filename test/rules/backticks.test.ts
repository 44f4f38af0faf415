import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('backticks', () => {
  it('marks them, in double quotes too', () => {
    checkFindings(
      'backticks',
      `FROM debian
RUN make -j\`nproc\` && echo "\`date\`"
           ^^^^^^^ ~ backticks
                            ^^^^^^ ~ backticks
`,
    );
  });

  it('says nothing of comments between backticks, and of single quotes', () => {
    checkNoFindings('backticks', "FROM debian\nRUN make `# all` all && echo '`date`'\n");
  });

  it('writes $(...), across a continuation too', () => {
    expect(
      checkFix('backticks', 'FROM debian\nRUN rm `cat \\\n  /list`\n', 'FROM debian\nRUN rm $(cat \\\n  /list)\n')
        .applicability,
    ).toBe('safe');
  });

  it('leaves escapes alone', () => {
    checkNoFix('backticks', 'FROM debian\nRUN echo `sed "s/\\\\$/x/" /a`\n');
  });
});
