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
});
