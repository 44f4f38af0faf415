import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('stop-signal-spelling', () => {
  it('marks numbers, short names, small letters and quotes', () => {
    checkFindings(
      'stop-signal-spelling',
      `FROM debian AS a
STOPSIGNAL 15
           ^^ ~ stop-signal-spelling
STOPSIGNAL term
           ^^^^ ~ stop-signal-spelling
STOPSIGNAL "SIGINT"
           ^^^^^^^^ ~ stop-signal-spelling
STOPSIGNAL RTMIN+3
           ^^^^^^^ ~ stop-signal-spelling
STOPSIGNAL SIGQUIT
STOPSIGNAL SIGRTMIN+3
`,
    );
  });

  it('leaves what it does not know, variables, and Windows', () => {
    checkNoFindings('stop-signal-spelling', 'FROM debian\nARG S=15\nSTOPSIGNAL $S\n');
    checkNoFindings('stop-signal-spelling', 'FROM debian\nSTOPSIGNAL 42\n');
    checkNoFindings('stop-signal-spelling', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nSTOPSIGNAL 15\n');
  });

  it('writes the full name; only quotes leave the setting as it is', () => {
    expect(
      checkFix('stop-signal-spelling', 'FROM debian\nSTOPSIGNAL 3\n', 'FROM debian\nSTOPSIGNAL SIGQUIT\n')
        .applicability,
    ).toBe('review');
    expect(
      checkFix('stop-signal-spelling', 'FROM debian\nSTOPSIGNAL "SIGINT"\n', 'FROM debian\nSTOPSIGNAL SIGINT\n')
        .applicability,
    ).toBe('safe');
  });
});
