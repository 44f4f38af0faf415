import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'base-argument-without-default';

describe(rule, () => {
  it('marks the argument in FROM', () => {
    checkFindings(
      rule,
      `ARG TAG
ARG BASE=
FROM debian:\${TAG}
            ^^^^^^ ~ base-argument-without-default
FROM $BASE
     ^^^^^ ~ base-argument-without-default
`,
    );
  });

  it('takes a default, a fallback, and an empty part of a whole name', () => {
    checkNoFindings(
      rule,
      'ARG A=1\nARG P=\nARG Q\nFROM debian:$A\nFROM ${P}debian:1\nFROM busybox:stable${Q}\nFROM ${X:-debian}\n',
    );
  });

  it('looks at the whole name: parts that are empty together, and an argument that is a platform', () => {
    checkNoFindings(rule, 'ARG A\nARG B\nFROM busybox${A}:1.3${B}\n');
    checkNoFindings(rule, 'ARG FLAVOR=${TARGETARCH}\nFROM ${FLAVOR}\n');
    checkFindings(
      rule,
      `ARG DISTRO=""
FROM docker.io/library/\${DISTRO}
                       ^^^^^^^^^ ~ base-argument-without-default
`,
    );
  });
});
