import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings } from '../support/check';

describe('redundant-target-platform', () => {
  it('marks each way to write it', () => {
    checkFindings(
      'redundant-target-platform',
      `FROM --platform=$TARGETPLATFORM alpine:3.22
     ^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ redundant-target-platform
FROM --platform="\${TARGETPLATFORM}" alpine:3.22
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ redundant-target-platform
FROM --platform=\${TARGETPLATFORM:-linux/amd64} alpine:3.22
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ redundant-target-platform
`,
    );
  });

  it('says nothing of other platforms', () => {
    checkNoFindings(
      'redundant-target-platform',
      'FROM --platform=$BUILDPLATFORM a\nFROM --platform=$TARGETOS/$TARGETARCH a\nFROM --platform=linux/amd64 a\nFROM a\n',
    );
  });

  it('removes the flag', () => {
    checkFixAll('redundant-target-platform', 'FROM --platform=$TARGETPLATFORM a AS b\n', 'FROM a AS b\n');
    // With a value of its own, it may be another platform.
    const own = 'ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM a\n';
    checkFixAll('redundant-target-platform', own, own);
  });
});
