import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkFixAll, checkNoFindings, checkNoFix } from '../support/check';

describe('label-duplicate-key', () => {
  it('marks the ones that do not count', () => {
    checkFindings(
      'label-duplicate-key',
      `FROM debian
LABEL title=a version=1
      ^^^^^ ~ label-duplicate-key
LABEL "title"=b
      ^^^^^^^ ~ label-duplicate-key
LABEL title=c
`,
    );
  });

  it('lets a stage set anew what the one below has set, and ONBUILD what the image has', () => {
    checkNoFindings(
      'label-duplicate-key',
      'FROM debian AS base\nLABEL title=a\nFROM base\nLABEL title=b\nONBUILD LABEL title=c\n',
    );
  });

  it('does not compare keys with variables', () => {
    checkNoFindings('label-duplicate-key', 'FROM debian\nARG K\nLABEL $K=a\nLABEL $K=b\n');
  });

  it('removes the pair or the instruction', () => {
    const fix = checkFix(
      'label-duplicate-key',
      'FROM debian\r\nLABEL a=1 \\\r\n      b=1\r\nLABEL b=2\r\n',
      'FROM debian\r\nLABEL a=1\r\nLABEL b=2\r\n',
    );
    expect(fix.applicability).toBe('safe');
    checkFixAll('label-duplicate-key', 'FROM debian\nLABEL a=1\nLABEL a=2\nLABEL a=3', 'FROM debian\nLABEL a=3');
    checkFix('label-duplicate-key', 'FROM debian\nLABEL a=1 a=2\n', 'FROM debian\nLABEL a=2\n');
  });

  it('keeps a comment inside the instruction', () => {
    checkNoFix('label-duplicate-key', 'FROM debian\nLABEL b=1 \\\n# the old one\n  a=1\nLABEL a=2\n');
  });
});
