import { describe, it } from 'vitest';
import { checkFindings } from '../support/check';

describe('empty-start-command', () => {
  it('marks CMD and ENTRYPOINT without words', () => {
    checkFindings(
      'empty-start-command',
      `FROM debian
ENTRYPOINT
^^^^^^^^^^ ~ empty-start-command
CMD
^^^ ~ empty-start-command
ONBUILD CMD
        ^^^ ~ empty-start-command
`,
    );
  });

  it('says nothing of an empty array, which drops what the base image sets', () => {
    checkFindings('empty-start-command', 'FROM debian\nENTRYPOINT []\nCMD ["a"]\nHEALTHCHECK NONE\n');
  });
});
