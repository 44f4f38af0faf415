import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'stop-signal-ungraceful';

describe(rule, () => {
  it('marks signals that cannot be handled', () => {
    checkFindings(
      rule,
      `FROM debian
STOPSIGNAL kill
           ^^^^ ~ stop-signal-ungraceful
STOPSIGNAL 9
           ^ ~ stop-signal-ungraceful
STOPSIGNAL SIGSTOP
           ^^^^^^^ ~ stop-signal-ungraceful
`,
    );
    checkFix(rule, 'FROM debian\nSTOPSIGNAL SIGKILL\n', 'FROM debian\nSTOPSIGNAL SIGTERM\n');
  });

  it('takes the others', () => {
    checkNoFindings(rule, 'FROM debian\nSTOPSIGNAL SIGQUIT\nSTOPSIGNAL 15\nSTOPSIGNAL $S\n');
    checkNoFindings(rule, 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSTOPSIGNAL SIGKILL\n');
  });
});
