import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'legacy-key-value';
const env = (text: string): string => `FROM debian\nENV ${text}\n`;

describe(rule, () => {
  it('marks the pair', () => {
    checkFindings(
      rule,
      `FROM debian
ENV A b c
    ^^^^^ ~ legacy-key-value
LABEL a b
      ^^^ ~ legacy-key-value
`,
    );
  });

  it('quotes a value with spaces and nothing else', () => {
    checkFix(rule, env('A b'), env('A=b'));
    checkFix(rule, env('A   b c'), env('A="b c"'));
    checkFix(rule, env('PATH /x:$PATH'), env('PATH=/x:$PATH'));
    checkFix(rule, env('A "b c"'), env('A="b c"'));
    checkFix(rule, env('A b\\ c'), env('A="b c"'));
    checkFix(rule, env('A b "c $D" \'e $F\''), env('A="b c $D e \\$F"'));
    checkFix(rule, env('A -X \\"b\\"'), env('A="-X \\"b\\""'));
    checkFix(rule, env('A "b \\x" c'), env('A="b \\\\x c"'));
  });

  it('keeps continued lines and comments after the name', () => {
    checkFix(rule, env('A b \\\n  # why\n  c'), env('A="b \\\n  # why\n  c"'));
    checkNoFix(rule, env('A \\\n  # why\n  c'));
  });

  it('keeps the quoting of Windows files', () => {
    checkFix(rule, '# escape=`\nFROM windows\nENV A C:\\b c\n', '# escape=`\nFROM windows\nENV A="C:\\b c"\n');
  });

  it('says so where the equals sign became part of the value', () => {
    expect(messageOf(rule, env('A = b'))).toBe('ENV A is in the old form without "="; the value of A begins with "=".');
    checkFix(rule, env('A = b'), env('A=b'), { title: 'Write A=b' });
    checkFix(rule, env('A = b'), env('A="= b"'));
  });

  it('leaves the image of a trigger to the author', () => {
    expect(checkFix(rule, 'FROM debian\nONBUILD ENV A b\n', 'FROM debian\nONBUILD ENV A=b\n').applicability).toBe(
      'review',
    );
  });

  it('takes the new form', () => {
    checkNoFindings(rule, env('A=b C="d e"'));
    checkNoFindings(rule, 'FROM debian\nARG A\n');
  });
});
