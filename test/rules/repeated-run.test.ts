import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('repeated-run', () => {
  it('marks the second of two equal ones', () => {
    checkFindings(
      'repeated-run',
      `FROM debian
RUN make  install
LABEL a=b
RUN make install
^^^^^^^^^^^^^^^^ ~ repeated-run
`,
    );
  });

  it('says nothing where something in between can change the result', () => {
    checkNoFindings('repeated-run', 'FROM a\nRUN apt-get update\nCOPY x.list /etc/apt/\nRUN apt-get update\n');
    checkNoFindings('repeated-run', 'FROM a\nRUN make\nENV A=1\nRUN make\n');
    checkNoFindings('repeated-run', 'FROM a AS b\nRUN make\nFROM a\nRUN make\n');
    checkNoFindings('repeated-run', 'FROM a\nRUN make\nRUN --network=none make\n');
    checkNoFindings('repeated-run', 'FROM a\nRUN <<EOF\na\nEOF\nRUN <<EOF\nb\nEOF\n');
    checkNoFindings('repeated-run', 'FROM a\nRUN\nRUN\n');
  });

  it('removes the second', () => {
    checkFix('repeated-run', 'FROM a\nRUN make\nRUN make\nCMD a\n', 'FROM a\nRUN make\nCMD a\n');
  });
});
