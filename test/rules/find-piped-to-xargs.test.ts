import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('find-piped-to-xargs', () => {
  it('marks find piped to xargs', () => {
    checkFindings(
      'find-piped-to-xargs',
      `FROM debian
RUN find /a -name b | xargs rm -rf
    ^^^^^^^^^^^^^^^^^^^^^^^ ~ find-piped-to-xargs
`,
    );
  });

  it('says nothing where names stay whole', () => {
    checkNoFindings(
      'find-piped-to-xargs',
      'FROM debian\nRUN find /a -print0 | xargs -0 rm; find /a -exec rm {} +; find /a | sort | xargs rm; ls | xargs rm\n',
    );
  });
});
