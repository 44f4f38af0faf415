import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

describe('file-too-long', () => {
  it('marks the first line that is too many', () => {
    checkFindings('file-too-long', 'FROM a\nRUN b\n\n# c\nRUN d\n^^^^^ ~ file-too-long\n', { ruleOptions: { max: 2 } });
  });

  it('counts blank lines and comments where it is told to', () => {
    const text = 'FROM a\n\n# c\nRUN d\n';
    checkNoFindings('file-too-long', text, { ruleOptions: { max: 2 } });
    expect(messageOf('file-too-long', text, { ruleOptions: { max: 2, skipBlankLines: false } })).toContain('3 lines');
    expect(
      messageOf('file-too-long', text, { ruleOptions: { max: 3, skipBlankLines: false, skipComments: false } }),
    ).toContain('4 lines');
  });

  it('allows 200 lines, and any number with 0', () => {
    checkNoFindings('file-too-long', `FROM a\n${'RUN b\n'.repeat(199)}`);
    expect(messageOf('file-too-long', `FROM a\n${'RUN b\n'.repeat(200)}`)).toContain('201 lines');
    checkNoFindings('file-too-long', `FROM a\n${'RUN b\n'.repeat(300)}`, { ruleOptions: { max: 0 } });
  });
});
