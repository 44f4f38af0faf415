import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'workdir-below-another';

describe(rule, () => {
  it('marks relative paths below another WORKDIR, and in ONBUILD', () => {
    checkFindings(
      rule,
      `FROM debian AS base
WORKDIR /app
FROM base
ARG DIR=lib
WORKDIR src
        ^^^ ~ workdir-below-another
WORKDIR $DIR
        ^^^^ ~ workdir-below-another
WORKDIR ..
        ^^ ~ workdir-below-another
ONBUILD WORKDIR sub
                ^^^ ~ workdir-below-another
`,
    );
  });

  it('writes the absolute path', () => {
    const fix = checkFix(
      rule,
      'FROM debian\nWORKDIR /app\nWORKDIR ./src/\n',
      'FROM debian\nWORKDIR /app\nWORKDIR /app/src\n',
    );
    expect(fix.applicability).toBe('safe');
    checkFix(rule, 'FROM debian\nWORKDIR /app\nWORKDIR ../etc\n', 'FROM debian\nWORKDIR /app\nWORKDIR /etc\n');
  });

  it('leaves the first one, absolute ones, those of Windows, and what is not known', () => {
    checkNoFindings(rule, 'FROM debian\nWORKDIR app\n');
    checkNoFindings(
      rule,
      'FROM debian\nARG A=/b\nARG C\nWORKDIR /app\nWORKDIR /src\nWORKDIR $A\nWORKDIR $C\nWORKDIR C:/a\n',
    );
    checkNoFindings(rule, 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:\\\\app\nWORKDIR src\n');
  });
});
