import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('constant-platform', () => {
  it('marks a platform that is always the same', () => {
    checkFindings(
      'constant-platform',
      `FROM --platform=linux/amd64 alpine:3.22
     ^^^^^^^^^^^^^^^^^^^^^^ ~ constant-platform
FROM --platform='arm64' alpine:3.22 AS build
     ^^^^^^^^^^^^^^^^^^ ~ constant-platform
`,
    );
  });

  it('says nothing of variables, and of stages that are named after their platform', () => {
    checkNoFindings(
      'constant-platform',
      `ARG PLATFORM=linux/amd64
FROM --platform=$BUILDPLATFORM alpine:3.22 AS a
FROM --platform=$PLATFORM alpine:3.22 AS b
FROM --platform=linux/arm/v7 alpine:3.22 AS build-ARM
FROM --platform=x86_64 alpine:3.22 AS amd64
FROM --platform=nonsense alpine:3.22
`,
    );
  });

  it('removes the flag', () => {
    checkFix('constant-platform', 'from --platform=linux/amd64 alpine:3.22\r\n', 'from alpine:3.22\r\n');
  });
});
