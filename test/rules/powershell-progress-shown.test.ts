import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('powershell-progress-shown', () => {
  it('marks the command', () => {
    checkFindings(
      'powershell-progress-shown',
      `FROM debian
RUN pwsh -Command "Get-Thing; iwr https://example.com -OutFile a"
                              ^^^ ~ powershell-progress-shown
SHELL ["pwsh", "-Command"]
RUN Invoke-WebRequest https://example.com -OutFile a; $ProgressPreference = 'SilentlyContinue'
    ^^^^^^^^^^^^^^^^^ ~ powershell-progress-shown
`,
    );
  });

  it('is content where the bar is off before', () => {
    checkNoFindings(
      'powershell-progress-shown',
      `FROM debian
SHELL ["pwsh", "-Command"]
RUN $ProgressPreference = 'silentlycontinue'; Invoke-WebRequest https://example.com -OutFile a
SHELL ["pwsh", "-Command", "$ProgressPreference = 'SilentlyContinue';"]
RUN Invoke-WebRequest https://example.com -OutFile a
`,
    );
  });

  it('says nothing of other shells and other words', () => {
    checkNoFindings('powershell-progress-shown', 'FROM debian\nRUN echo Invoke-WebRequest\n');
    checkNoFindings(
      'powershell-progress-shown',
      'FROM debian\nSHELL ["pwsh", "-c"]\nRUN Get-Help My-Invoke-WebRequest-Thing\n',
    );
  });

  it('turns it off in SHELL', () => {
    checkFix(
      'powershell-progress-shown',
      'FROM debian\nSHELL ["pwsh", "-Command"]\nRUN iwr https://example.com\n',
      'FROM debian\nSHELL ["pwsh", "-Command", "$ProgressPreference = \'SilentlyContinue\';"]\nRUN iwr https://example.com\n',
    );
  });
});
