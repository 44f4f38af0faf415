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

  it('leaves long words, comments, files in heredocs and other instructions', () => {
    for (const text of [
      `RUN curl https://example.com/${'a'.repeat(150)}`,
      `RUN a \\\n# ${long}\n b`,
      `RUN cat <<E > /a\n${long}\nE`,
      `LABEL a="${long}"`,
    ])
      checkNoFindings('run-line-too-long', `FROM debian\n${text}\n`);
  });

  it('does not count addresses', () => {
    const command = `RUN wget -q -O a.tar.gz --tries 3 --timeout 30 https://example.com/${'a'.repeat(120)}.tar.gz`;
    checkNoFindings('run-line-too-long', `FROM debian\n${command}\n`);
    checkFindings(
      'run-line-too-long',
      `FROM debian\nRUN ${long} https://example.com/a\n${'^'.repeat(long.length + 26)} ~ run-line-too-long\n`,
    );
  });

  it('marks lines of a script in a heredoc', () => {
    checkFindings(
      'run-line-too-long',
      `FROM debian\nRUN <<E\n${long}\n${'^'.repeat(long.length)} ~ run-line-too-long\nE\n`,
    );
  });

  it('asks the options', () => {
    checkNoFindings('run-line-too-long', `FROM debian\nRUN ${long}\n`, { ruleOptions: { maxLength: 200 } });
    checkNoFindings('run-line-too-long', `FROM debian\nRUN ${long}\n`, { ruleOptions: { maxWords: 40 } });
  });
});
