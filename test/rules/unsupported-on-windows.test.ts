import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('unsupported-on-windows', () => {
  it('marks mounts, owners, modes and the stop signal', () => {
    checkFindings(
      'unsupported-on-windows',
      `FROM mcr.microsoft.com/windows/servercore:ltsc2022
RUN --mount=type=cache,target=C:/cache dotnet restore
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ unsupported-on-windows
COPY --chown=app --chmod=755 . C:/app/
     ^^^^^^^^^^^ ~ unsupported-on-windows
                 ^^^^^^^^^^^ ~ unsupported-on-windows
STOPSIGNAL SIGTERM
^^^^^^^^^^ ~ unsupported-on-windows
`,
    );
  });

  it('knows Windows by the platform, and through a stage', () => {
    checkFindings(
      'unsupported-on-windows',
      `FROM --platform=windows/amd64 example.com/base AS base
FROM base
STOPSIGNAL SIGTERM
^^^^^^^^^^ ~ unsupported-on-windows
`,
    );
  });

  it('is silent on Linux and where nothing tells', () => {
    const body = 'RUN --mount=type=cache,target=/c make\nCOPY --chown=1 . /a/\nSTOPSIGNAL SIGTERM\n';
    for (const base of ['debian', 'mcr.microsoft.com/dotnet/sdk:8.0', 'example.com/windows-tools', '$BASE']) {
      checkNoFindings('unsupported-on-windows', `ARG BASE\nFROM ${base}\n${body}`);
    }
  });

  it('removes the flag or the instruction', () => {
    const fix = checkFix(
      'unsupported-on-windows',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY --chown=a --from=b \\\n  x C:/x/\n',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY --from=b \\\n  x C:/x/\n',
    );
    expect(fix.applicability).toBe('review');
    checkFix(
      'unsupported-on-windows',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nSTOPSIGNAL 15\nCMD ["a"]\n',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["a"]\n',
    );
    checkNoFix(
      'unsupported-on-windows',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN --mount=type=ssh a\n',
    );
  });
});
