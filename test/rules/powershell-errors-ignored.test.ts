import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('powershell-errors-ignored', () => {
  const windows = 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\n';

  it('marks steps of several commands under a PowerShell SHELL', () => {
    checkFindings(
      'powershell-errors-ignored',
      `FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN Install-Thing a; Remove-Item b
^^^ ~ powershell-errors-ignored
RUN Install-Thing a
`,
    );
  });

  it('marks the program of a wrapper, and JSON arrays', () => {
    checkFindings(
      'powershell-errors-ignored',
      `FROM debian
RUN pwsh -NoProfile -Command "Install-Module a; Install-Module b"
    ^^^^ ~ powershell-errors-ignored
RUN ["pwsh", "-Command", "Install-Module a; Install-Module b"]
     ^^^^^^ ~ powershell-errors-ignored
`,
    );
  });

  it('reads heredocs line by line', () => {
    checkFindings(
      'powershell-errors-ignored',
      `FROM debian
SHELL ["pwsh", "-Command"]
RUN <<EOF
^^^ ~ powershell-errors-ignored
Install-Module a
Install-Module b
EOF
`,
    );
  });

  it('takes every way to handle errors', () => {
    const runs = [
      "RUN $ErrorActionPreference = 'Stop'; Install-Thing a; Install-Thing b",
      'RUN $ErrorActionPreference="stop"; Install-Thing a; Install-Thing b',
      'RUN Install-Thing a -ErrorAction Stop; Install-Thing b',
      'RUN try { Install-Thing a; b } catch { exit 1 }; Get-Thing',
    ];
    for (const run of runs)
      checkNoFindings('powershell-errors-ignored', `${windows}SHELL ["powershell", "-Command"]\n${run}\n`);
    checkNoFindings(
      'powershell-errors-ignored',
      `${windows}SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]\nRUN Install-Thing a; Get-Thing\n`,
    );
  });

  it('does not count settings, script files, blocks, nor what the outer shell runs', () => {
    const shell = `${windows}SHELL ["powershell", "-Command"]\n`;
    checkNoFindings(
      'powershell-errors-ignored',
      `${shell}RUN $v = '1.0'; [Net.ServicePointManager]::SecurityProtocol = 3072; Get-Thing\n`,
    );
    checkNoFindings('powershell-errors-ignored', `${shell}RUN Get-Thing | % { a; b; "c; d" }\n`);
    checkNoFindings('powershell-errors-ignored', 'FROM debian\nRUN pwsh ./build.ps1; rm build.ps1\n');
    checkNoFindings('powershell-errors-ignored', 'FROM debian\nRUN pwsh -File build.ps1 -Command Build; b\n');
    checkNoFindings('powershell-errors-ignored', 'FROM debian\nRUN pwsh -Command Get-Thing; make; make install\n');
    checkNoFindings('powershell-errors-ignored', `${windows}RUN powershell Get-Thing && choco install a; b\n`);
  });

  it('adds the setting to SHELL', () => {
    const fix = checkFix(
      'powershell-errors-ignored',
      `${windows}SHELL ["powershell", "-Command", "$x = 1"]\nRUN Install-Thing a; Get-Thing\n`,
      `${windows}SHELL ["powershell", "-Command", "$x = 1; $ErrorActionPreference = 'Stop';"]\nRUN Install-Thing a; Get-Thing\n`,
    );
    expect(fix.applicability).toBe('review');
    checkNoFix('powershell-errors-ignored', 'FROM debian\nRUN pwsh -Command "Install-Module a; Install-Module b"\n');
  });
});
