import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('maintainer-deprecated', () => {
  it('marks the keyword, whatever its case', () => {
    checkFindings(
      'maintainer-deprecated',
      `FROM debian
MAINTAINER Ada
^^^^^^^^^^ ~ maintainer-deprecated
maintainer Ada
^^^^^^^^^^ ~ maintainer-deprecated
`,
    );
  });

  it('writes a label, with the name as it was', () => {
    checkFix(
      'maintainer-deprecated',
      'FROM debian\nMAINTAINER Ada Lovelace, "the first" <ada@example.com>\n',
      'FROM debian\nLABEL org.opencontainers.image.authors="Ada Lovelace, \\"the first\\" <ada@example.com>"\n',
    );
    checkFix(
      'maintainer-deprecated',
      'FROM debian\nMAINTAINER "Ada"\n',
      'FROM debian\nLABEL org.opencontainers.image.authors="Ada"\n',
    );
  });

  it('keeps comments: no fix where one stands inside', () => {
    checkNoFix('maintainer-deprecated', 'FROM debian\nMAINTAINER \\\n# who\n  Ada\n');
  });

  it('is silent about a label', () => {
    checkNoFindings('maintainer-deprecated', 'FROM debian\nLABEL maintainer="Ada"\n');
  });

  it('offers no fix where an escape character stands alone: LABEL would read it', () => {
    checkNoFix('maintainer-deprecated', 'FROM debian\nMAINTAINER Ada \\ Lovelace\n');
    checkNoFix('maintainer-deprecated', 'FROM debian\nMAINTAINER A\\da\n');
  });
});
