import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'fallback-always-taken';

describe(rule, () => {
  it('marks the variable that nothing can set', () => {
    checkFindings(
      rule,
      `FROM debian:bookworm
ARG VERSION=\${VERSION:-master}
            ^^^^^^^^^^^^^^^^^^ ~ fallback-always-taken
`,
    );
  });

  it('writes the fallback', () => {
    checkFix(rule, 'FROM debian:bookworm\nENV P=${P:-8080}\n', 'FROM debian:bookworm\nENV P=8080\n');
    checkNoFix(rule, 'FROM debian:bookworm\nENV P=${P:-a b}\n');
    checkNoFix(rule, 'FROM debian:bookworm\nENV P=${P:+x}\n');
  });

  it('leaves variables that are set, or may be by the base image', () => {
    checkNoFindings(rule, 'FROM debian:bookworm\nARG P\nENV P=${P:-8080}\n');
    checkNoFindings(rule, 'FROM example.com/own/base\nENV P=${P:-8080}\n');
    checkNoFindings(rule, 'FROM debian:bookworm\nENV PATH=${PATH:+$PATH:}/opt/bin\n');
    checkNoFindings(rule, 'FROM debian:bookworm\nRUN echo ${P:-8080}\n');
  });
});
