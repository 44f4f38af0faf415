import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('vex-document-copied', () => {
  it('marks the document, whatever its case', () => {
    checkFindings(
      'vex-document-copied',
      `FROM alpine:3.22
COPY app APP.VEX.JSON /usr/share/vex/
         ^^^^^^^^^^^^ ~ vex-document-copied
ADD *.openvex.json /vex/
    ^^^^^^^^^^^^^^ ~ vex-document-copied
`,
    );
  });

  it('says nothing of other files', () => {
    checkNoFindings('vex-document-copied', 'FROM alpine:3.22\nCOPY vex.json app.json vexed.json /a/\n');
  });
});
