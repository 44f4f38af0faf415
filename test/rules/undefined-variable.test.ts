import { describe, expect, it } from 'vitest';
import { analyzeAll, checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

const rule = 'undefined-variable';

describe(rule, () => {
  it('marks a variable that nothing sets', () => {
    checkFindings(
      rule,
      `FROM debian:bookworm
COPY app-\${VERSION}.deb /tmp/
         ^^^^^^^^^^ ~ undefined-variable
USER $APP_USER
     ^^^^^^^^^ ~ undefined-variable
`,
    );
  });

  it('repeats an ARG that only FROM lines see', () => {
    checkFix(rule, 'ARG V=1\nFROM debian\nCOPY a-$V /x\n', 'ARG V=1\nFROM debian\nARG V\nCOPY a-$V /x\n');
    checkNoFindings(rule, 'ARG V=1\nFROM debian\nARG V\nCOPY a-$V /x\n');
  });

  it('knows that all pairs of one ENV are expanded first', () => {
    checkFindings(
      rule,
      `FROM registry.example.com/base
ENV A=/opt B=$A/bin PATH=$PATH:$A
             ^^ ~ undefined-variable
                               ^^ ~ undefined-variable
`,
    );
    expect(messageOf(rule, 'FROM debian\nENV A=1 B=$A\n')).toContain('set by the same ENV');
  });

  it('offers the name that is spelt most alike', () => {
    checkFix(rule, 'FROM debian\nARG VERSION\nENV V=${VERISON}\n', 'FROM debian\nARG VERSION\nENV V=${VERSION}\n');
  });

  it('knows what parent stages, base images and FROM declare', () => {
    checkNoFindings(rule, 'FROM debian AS a\nENV X=1\nFROM a\nWORKDIR /$X\n');
    checkNoFindings(rule, 'FROM node:22\nENV V=$NODE_VERSION P=$PATH:/x\n');
    checkNoFindings(rule, 'ARG T=1\nFROM --platform=$BUILDPLATFORM debian:$T\n');
  });

  it('stays silent where the base image may set it, in RUN, and where a fallback is written', () => {
    checkNoFindings(rule, 'FROM registry.example.com/base\nCOPY a $TARGET\nENV L=$L:/x\n');
    checkNoFindings(rule, 'FROM debian\nRUN X=1 && echo $X $Y\nCMD echo $HOME\nENV A=${B:-c} L=${L:+$L:}/x\n');
    checkNoFindings(rule, "FROM debian\nENV A='$B' C=\\$D\n");
  });

  it('marks a fallback in FROM, which nothing but an ARG before it can set', () => {
    checkFindings(
      'undefined-variable',
      `FROM gradle:jdk\${JAVA_VERSION:-8}
               ^^^^^^^^^^^^^^^^^^ ~ undefined-variable
`,
    );
  });

  it('goes by the name that says just this', () => {
    const aliasesOf = (text: string): readonly string[] =>
      analyzeAll(text, {}, 'undefined-variable').findings.flatMap(({ aliases }) => aliases);
    expect(aliasesOf('FROM debian$X\n')).toContain('buildkit/UndefinedArgInFrom');
    expect(aliasesOf('FROM debian$X\n')).not.toContain('buildkit/UndefinedVar');
    expect(aliasesOf('FROM scratch\nENV A=1 B=$A\n')).toContain('hadolint/DL3044');
    expect(aliasesOf('FROM scratch\nCOPY $A /\n')).not.toContain('hadolint/DL3044');
  });

  it('looks at stages that only a target builds', () => {
    checkFindings(
      rule,
      `ARG VERSION=1
FROM debian AS test
LABEL version=$VERSION
              ^^^^^^^^ ~ undefined-variable
FROM debian
`,
    );
  });
});
