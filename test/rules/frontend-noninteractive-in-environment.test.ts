import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('frontend-noninteractive-in-environment', () => {
  it('marks the variable in a stage that ships', () => {
    checkFindings(
      'frontend-noninteractive-in-environment',
      `FROM debian AS build
ENV DEBIAN_FRONTEND=noninteractive
FROM debian
ENV A=1 DEBIAN_FRONTEND=noninteractive
        ^^^^^^^^^^^^^^^ ~ frontend-noninteractive-in-environment
COPY --from=build /a /a
`,
    );
  });

  it('S3-7: says nothing of ARG and of a single command', () => {
    checkNoFindings(
      'frontend-noninteractive-in-environment',
      'FROM debian\nARG DEBIAN_FRONTEND=noninteractive\nRUN DEBIAN_FRONTEND=noninteractive apt-get update\n',
    );
  });

  it('writes ARG where the variable stands alone', () => {
    expect(
      checkFix(
        'frontend-noninteractive-in-environment',
        'FROM debian\nENV DEBIAN_FRONTEND=noninteractive\n',
        'FROM debian\nARG DEBIAN_FRONTEND=noninteractive\n',
      ).applicability,
    ).toBe('review');
    checkNoFix('frontend-noninteractive-in-environment', 'FROM debian\nENV A=1 DEBIAN_FRONTEND=noninteractive\n');
  });
});
