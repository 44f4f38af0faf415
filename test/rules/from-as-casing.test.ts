import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('from-as-casing', () => {
  it('S4-4: marks as below FROM, and AS below from', () => {
    checkFindings(
      'from-as-casing',
      'FROM alpine:3.22 as a\n                 ^^ ~ from-as-casing\nfrom alpine:3.22 AS b\n                 ^^ ~ from-as-casing\nFROM alpine:3.22 AS c\nfrom alpine:3.22 as d\n',
    );
  });

  it('writes AS as FROM is written', () => {
    checkFix('from-as-casing', 'FROM alpine:3.22 as a\n', 'FROM alpine:3.22 AS a\n');
    checkFix('from-as-casing', 'from alpine:3.22 As a\n', 'from alpine:3.22 as a\n');
  });

  it('leaves an image called as alone', () => {
    checkNoFindings('from-as-casing', 'FROM as\n');
  });
});
