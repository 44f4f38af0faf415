import { describe, expect, it } from 'vitest';
import { analyzeAll, checkFindings, checkNoFindings } from '../support/check';

describe('ls-output-parsed', () => {
  it('marks ls that a loop or a pipe reads', () => {
    checkFindings(
      'ls-output-parsed',
      `FROM debian
RUN for f in $(ls /a); do echo "$f"; done; ls /b | xargs rm; ls | grep x; ls -t | head -1
               ^^ ~ ls-output-parsed
                                           ^^ ~ ls-output-parsed
                                                             ^^ ~ ls-output-parsed
                                                                          ^^ ~ ls-output-parsed
`,
    );
  });

  it('goes by the name that says just this', () => {
    const { findings } = analyzeAll('FROM debian\nRUN ls /b | xargs rm\n', {}, 'ls-output-parsed');
    expect(findings.map(({ aliases }) => aliases)).toEqual([['shellcheck/SC2011']]);
  });

  it('says nothing of ls for people, and of patterns', () => {
    checkNoFindings(
      'ls-output-parsed',
      'FROM debian\nRUN ls -l /a && for f in /a/*; do echo "$f"; done; cat /a | ls\n',
    );
  });
});
