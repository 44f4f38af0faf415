import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('long-command-chain', () => {
  it('marks three commands on several lines', () => {
    checkFindings(
      'long-command-chain',
      `FROM alpine
RUN a && \\
^^^ ~ long-command-chain
    b && c
`,
    );
  });

  it('says nothing of short ones, of other operators, and of heredocs', () => {
    checkNoFindings(
      'long-command-chain',
      'FROM a\nRUN a && b && c\nRUN a && \\\n  b\nRUN a && \\\n  b || c\nRUN ["a"]\n',
    );
    checkNoFindings('long-command-chain', 'FROM a\nRUN <<EOF\na && b &&\nc\nEOF\n');
  });

  it('takes the number from its option', () => {
    const text = 'FROM a\nRUN a && \\\n  b && c\n';
    checkNoFindings('long-command-chain', text, { ruleOptions: { commands: 4 } });
    checkFindings('long-command-chain', 'FROM a\nRUN a && \\\n^^^ ~ long-command-chain\n  b\n', {
      ruleOptions: { commands: 2 },
    });
  });

  it('writes a heredoc, flags and continued commands kept', () => {
    checkFix(
      'long-command-chain',
      'FROM a\r\nRUN --network=none a \\\r\n  && b \\\r\n    c \\\r\n  && d  ',
      'FROM a\r\nRUN --network=none <<EOF\r\nset -e\r\na\r\nb \\\r\n    c\r\nd\r\nEOF',
    );
    checkFix('long-command-chain', 'FROM a\nRUN \\\n  a && b && c\n', 'FROM a\nRUN <<EOF\nset -e\na\nb\nc\nEOF\n');
  });

  it('offers nothing with comments inside, a negated command, or another escape character', () => {
    checkNoFix('long-command-chain', 'FROM a\nRUN a && \\\n  # why\n  b && c\n');
    checkNoFix('long-command-chain', 'FROM a\nRUN a && \\\n  ! b && c\n');
    checkNoFix('long-command-chain', '# escape=`\nFROM a\nRUN a && `\n  b && c\n');
  });
});
