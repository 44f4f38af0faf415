import { describe, expect, it } from 'vitest';
import { checkFix, checkNoFindings, messageOf } from '../support/check';

describe('missing-final-newline', () => {
  it('reports a last line without one', () => {
    expect(messageOf('missing-final-newline', 'FROM debian')).toBe('The file does not end with a line ending.');
  });

  it('adds the line ending of the file', () => {
    expect(checkFix('missing-final-newline', 'FROM a\r\nRUN b', 'FROM a\r\nRUN b\r\n').applicability).toBe('safe');
    checkFix('missing-final-newline', 'FROM a\nRUN <<E\nb\nE', 'FROM a\nRUN <<E\nb\nE\n');
  });

  it('is content with a line ending, and with an empty file', () => {
    checkNoFindings('missing-final-newline', 'FROM debian\n');
    checkNoFindings('missing-final-newline', '');
    checkNoFindings('missing-final-newline', '\uFEFF');
  });
});
