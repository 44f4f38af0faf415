import { describe, expect, it } from 'vitest';
import { checkFixAll, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('repeated-blank-lines', () => {
  it('removes surplus lines between instructions, at the start and at the end', () => {
    checkFixAll('repeated-blank-lines', '\n \nFROM a\n\n\n\nRUN b\n\n', 'FROM a\n\nRUN b\n');
    checkFixAll('repeated-blank-lines', 'FROM a\r\n\r\n\r\nRUN b', 'FROM a\r\n\r\nRUN b');
  });

  it('leaves single ones, those in heredocs, and those that a continuation swallowed', () => {
    checkNoFindings('repeated-blank-lines', 'FROM a\n\nRUN b\n');
    checkNoFindings('repeated-blank-lines', 'FROM a\nRUN <<E\n\n\n\nE\n');
    checkNoFindings('repeated-blank-lines', 'FROM a\nRUN b \\\n\n\n  c\n');
  });

  it('asks the options', () => {
    checkNoFindings('repeated-blank-lines', '\nFROM a\n\n\nRUN b\n\n', {
      ruleOptions: { max: 2, maxBof: 1, maxEof: 1 },
    });
  });

  it('makes no parser directive of a comment', () => {
    checkNoFix('repeated-blank-lines', '\n# escape=`\nFROM a\n');
  });

  it('says where', () => {
    expect(messageOf('repeated-blank-lines', 'FROM a\n\n\nRUN b\n')).toBe('2 blank lines stand in a row.');
    expect(messageOf('repeated-blank-lines', 'FROM a\n\n')).toBe('A blank line stands at the end of the file.');
  });
});
