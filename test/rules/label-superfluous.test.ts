import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('label-superfluous', () => {
  const ruleOptions = { schema: ['title', 'version=semver'] };

  it('says nothing without a schema', () => {
    checkNoFindings('label-superfluous', 'FROM debian\nLABEL a=1\n');
  });

  it('marks labels outside the schema', () => {
    checkFindings(
      'label-superfluous',
      `FROM debian
LABEL title=a tilte=b "$X"=c
              ^^^^^ ~ label-superfluous
ONBUILD LABEL other=1
              ^^^^^ ~ label-superfluous
`,
      { ruleOptions },
    );
  });

  it('removes the pair, and the instruction with its last one', () => {
    checkFix('label-superfluous', 'FROM debian\nLABEL tilte=a \\\n      title=b\n', 'FROM debian\nLABEL title=b\n', {
      ruleOptions,
    });
    checkFix('label-superfluous', 'FROM debian\nLABEL tilte=a\nRUN make\n', 'FROM debian\nRUN make\n', { ruleOptions });
  });

  it('removes nothing where a comment would go too', () => {
    checkNoFix('label-superfluous', 'FROM debian\nLABEL title=a \\\n# why\n      x=b\n', { ruleOptions });
  });
});
