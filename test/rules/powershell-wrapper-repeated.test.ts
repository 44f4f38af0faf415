import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('powershell-wrapper-repeated', () => {
  it('marks the first of several in a row', () => {
    checkFindings(
      'powershell-wrapper-repeated',
      `FROM mcr.microsoft.com/windows/servercore:ltsc2022
RUN @powershell -Command Get-Thing
     ^^^^^^^^^^ ~ powershell-wrapper-repeated
ENV A=1
RUN powershell Get-Other
`,
    );
  });

  it('takes another RUN for the end of the row, and does not count JSON arrays or script files', () => {
    checkNoFindings(
      'powershell-wrapper-repeated',
      `FROM debian
RUN pwsh -Command Get-Thing
RUN make
RUN pwsh -Command Get-Thing
RUN ["pwsh", "-Command", "Get-Thing"]
RUN pwsh -Command Get-Thing
RUN pwsh ./a.ps1
`,
    );
  });

  it('says nothing under a PowerShell SHELL', () => {
    checkNoFindings(
      'powershell-wrapper-repeated',
      'FROM debian\nSHELL ["pwsh", "-Command"]\nRUN Get-Thing\nRUN Get-Other\n',
    );
  });
});
