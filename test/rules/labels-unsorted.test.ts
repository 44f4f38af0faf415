import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('labels-unsorted', () => {
  it('marks the first pair that is out of order', () => {
    checkFindings(
      'labels-unsorted',
      `FROM debian
LABEL org.opencontainers.image.title=a org.opencontainers.image.version=1 org.opencontainers.image.description=b
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ labels-unsorted
LABEL plain=1 com.example.key=2
      ^^^^^ ~ labels-unsorted
`,
    );
  });

  it('leaves the order of own keys', () => {
    checkNoFindings('labels-unsorted', 'FROM debian\nLABEL com.example.z=1 com.example.a=2 zeta=3 alpha=4\n');
  });

  it('is silent on keys with variables and on keys set twice', () => {
    checkNoFindings('labels-unsorted', 'FROM debian\nLABEL plain=1 com.$X=2\nLABEL z=1 a.b=2 z=3\n');
  });

  it('sorts the pairs where they stand', () => {
    const fix = checkFix(
      'labels-unsorted',
      'FROM debian\nLABEL plain="a b" \\\n      com.example.key=2 \\\n      org.opencontainers.image.title=c\n',
      'FROM debian\nLABEL org.opencontainers.image.title=c \\\n      com.example.key=2 \\\n      plain="a b"\n',
    );
    expect(fix.applicability).toBe('safe');
    checkNoFix('labels-unsorted', 'FROM debian\nLABEL plain=1 \\\n# about the next\n      a.b=2\n');
  });
});
