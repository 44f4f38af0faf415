import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'label-key-legacy';

describe(rule, () => {
  it('S1-12: marks maintainer and version', () => {
    checkFindings(
      rule,
      `FROM debian
LABEL maintainer="a" version="1.0" com.example.x=y
      ^^^^^^^^^^ ~ label-key-legacy
                     ^^^^^^^ ~ label-key-legacy
`,
    );
  });

  it('renames the key', () => {
    checkFix(rule, 'FROM debian\nLABEL version="1"\n', 'FROM debian\nLABEL org.opencontainers.image.version="1"\n');
  });

  it('has no fix where the new key is there too', () => {
    checkNoFix(rule, 'FROM debian\nLABEL version="1" org.opencontainers.image.version="2"\n');
  });

  it('leaves keys with a prefix', () => {
    checkNoFindings(
      rule,
      'FROM debian\nLABEL org.opencontainers.image.authors=a com.example.version=1\nENV version=1\n',
    );
  });
});
