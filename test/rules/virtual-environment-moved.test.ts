import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('virtual-environment-moved', () => {
  it('S0-6: marks the destination where an environment changes its path', () => {
    checkFindings(
      'virtual-environment-moved',
      'FROM python:3.13 AS b\nRUN python -m venv /build/venv\nFROM python:3.13-slim\nCOPY --from=b /build/venv /app/venv\n                          ^^^^^^^^^ ~ virtual-environment-moved\n',
    );
    checkFindings(
      'virtual-environment-moved',
      'FROM python:3.13 AS b\nWORKDIR /build\nRUN python3 -m venv .venv\nFROM python:3.13-slim\nCOPY --from=b /build /app\n                     ^^^^ ~ virtual-environment-moved\n',
    );
  });

  it('leaves environments at their path, and relocatable ones, alone', () => {
    checkNoFindings(
      'virtual-environment-moved',
      'FROM python:3.9-alpine AS b\nWORKDIR /app\nRUN python -m venv /app/venv\nFROM python:3.9-alpine\nCOPY --from=b /app/venv /app/venv\n',
    );
    checkNoFindings(
      'virtual-environment-moved',
      'FROM python:3.13 AS b\nRUN uv venv --relocatable /b\nFROM python:3.13\nCOPY --from=b /b /c\n',
    );
  });

  it('copies to the path where it was made, if nothing names the other', () => {
    const before =
      'FROM python:3.13 AS b\nRUN python -m venv /b/venv\nFROM python:3.13-slim\nCOPY --from=b /b/venv /venv\n';
    checkFix('virtual-environment-moved', before, before.replace(' /venv\n', ' /b/venv\n'));
    checkNoFix('virtual-environment-moved', `${before}ENV PATH=/venv/bin:$PATH\n`);
  });
});
