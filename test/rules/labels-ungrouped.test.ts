import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('labels-ungrouped', () => {
  it('marks the first of a run that sets enough labels', () => {
    checkFindings(
      'labels-ungrouped',
      `FROM debian
LABEL a=1
^^^^^ ~ labels-ungrouped
LABEL b=2 c=3
`,
    );
    checkNoFindings('labels-ungrouped', 'FROM debian\nLABEL a=1\nLABEL b=2\n');
    checkNoFindings('labels-ungrouped', 'FROM debian\nLABEL a=1\nLABEL b=2\nLABEL c=3\n', {
      ruleOptions: { minLabels: 4 },
    });
  });

  it('takes a comment, a blank line or another instruction for a border', () => {
    checkNoFindings('labels-ungrouped', 'FROM debian\nLABEL a=1\n# x\nLABEL b=2\n\nLABEL c=3\nENV A=1\nLABEL d=4\n');
  });

  it('makes one instruction of them, with the line ending and the escape character of the file', () => {
    const fix = checkFix(
      'labels-ungrouped',
      '# escape=`\r\nFROM debian\r\nLABEL a=1\r\nLABEL b=2 `\r\n      c="3 4"\r\nLABEL d=5',
      '# escape=`\r\nFROM debian\r\nLABEL a=1 `\r\n      b=2 `\r\n      c="3 4" `\r\n      d=5',
    );
    expect(fix.applicability).toBe('safe');
  });

  it('leaves the old form alone', () => {
    checkNoFix('labels-ungrouped', 'FROM debian\nLABEL a=1 b=2\nLABEL c three\n');
  });
});
