import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

describe('run-line-too-long', () => {
  const long = 'word '.repeat(30).trim();

  it('marks the line', () => {
    checkFindings(
      'run-line-too-long',
      `FROM debian\nRUN a \\\n  ${long}\n  ${'^'.repeat(long.length)} ~ run-line-too-long\n`,
    );
    expect(messageOf('run-line-too-long', `FROM debian\nRUN ${long}\n`)).toBe('The line has 153 characters.');
  });

  it('leaves long words, comments, heredocs and other instructions', () => {
    for (const text of [
      `RUN curl https://example.com/${'a'.repeat(150)}`,
      `RUN a \\\n# ${long}\n b`,
      `RUN <<E\n${long}\nE`,
      `LABEL a="${long}"`,
    ])
      checkNoFindings('run-line-too-long', `FROM debian\n${text}\n`);
  });

  it('asks the options', () => {
    checkNoFindings('run-line-too-long', `FROM debian\nRUN ${long}\n`, { ruleOptions: { maxLength: 200 } });
    checkNoFindings('run-line-too-long', `FROM debian\nRUN ${long}\n`, { ruleOptions: { maxWords: 40 } });
  });
});
