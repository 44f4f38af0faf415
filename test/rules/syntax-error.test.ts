import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'syntax-error';

describe(rule, () => {
  it('marks an instruction that the build does not know, and nothing else', () => {
    checkFindings(
      rule,
      `FROM debian
COPPY . /app
^^^^^ ~ syntax-error
RUN true
`,
    );
  });

  it('offers the keyword that is spelt most alike, where the arguments fit it', () => {
    checkFix(rule, 'FROM debian\nENTRYPIONT ["a"]\n', 'FROM debian\nENTRYPOINT ["a"]\n');
    checkFix(rule, 'FORM debian\nRUN true\n', 'FROM debian\nRUN true\n');
    checkNoFix(rule, 'FROM debian\nCOPPY one\n');
    checkNoFix(rule, 'FROM debian\nLET x = 1\n');
  });

  it('offers the flag that is spelt most alike', () => {
    checkFix(rule, 'FROM debian\nCOPY --fron=a b c\n', 'FROM debian\nCOPY --from=a b c\n');
    checkNoFix(rule, 'FROM debian\nUSER --shell=x app\n');
  });

  it('puts AS before the name of a stage', () => {
    checkFix(rule, 'FROM node:22 build\n', 'FROM node:22 AS build\n');
    checkNoFix(rule, 'FROM node:22 as\n');
  });

  it('writes SHELL as a JSON array', () => {
    checkFix(rule, "FROM debian\nSHELL ['bash', '-c']\n", 'FROM debian\nSHELL ["bash", "-c"]\n');
  });

  it('marks values that are none', () => {
    checkFindings(
      rule,
      `FROM debian
EXPOSE 80800
       ^^^^^ ~ syntax-error
EXPOSE 80/tcp2
       ^^^^^^^ ~ syntax-error
STOPSIGNAL SIGFOO
           ^^^^^^ ~ syntax-error
HEALTHCHECK --interval=5 CMD true
                       ^ ~ syntax-error
HEALTHCHECK --retries=-1 CMD true
                      ^^ ~ syntax-error
COPY --chmod=999 a b
             ^^^ ~ syntax-error
COPY https://example.com/a b
     ^^^^^^^^^^^^^^^^^^^^^ ~ syntax-error
RUN --mount=type=cahce,target=/x true
            ^^^^^^^^^^^^^^^^^^^^ ~ syntax-error
`,
    );
  });

  it('takes every spelling that BuildKit takes', () => {
    checkNoFindings(
      rule,
      `FROM --platform=linux/arm64/v8 registry.example.com:5000/a/b_c:1.2@sha256:${'0'.repeat(64)}
EXPOSE 80 443/TCP 1000-1010 127.0.0.1:80:80
STOPSIGNAL term
STOPSIGNAL RTMIN+3
STOPSIGNAL 9
HEALTHCHECK --interval=1m30s --timeout=.5s --start-period=0 CMD true
HEALTHCHECK --timeout=20s --timeout=30s NONE
ENV A=\${B:-c} D=\${PATH%:*} E="\${A/x/y}" F=\\'
ONBUILD COPPY a b
`,
    );
  });

  it('marks an image name that no ARG can save', () => {
    checkFindings(
      rule,
      `FROM node:\${VERSION}
     ^^^^^^^^^^^^^^^ ~ syntax-error
FROM UPPER
     ^^^^^ ~ syntax-error
FROM alpine AS Builder
FROM Builder
     ^^^^^^^ ~ syntax-error
`,
    );
    expect(messageOf(rule, 'FROM node:$V\n')).toBe(
      'The image "node" has a colon, but no tag: no ARG before the first FROM declares V.',
    );
  });

  it('leaves what only the caller of the build decides', () => {
    checkNoFindings(rule, 'ARG BASE\nARG REGISTRY=\nFROM ${REGISTRY}/app AS a\nFROM $BASE\nCOPY --from=a / /\n');
    checkNoFindings(rule, 'FROM debian\nARG PORT\nEXPOSE ${PORT}\nSTOPSIGNAL $SIGNAL\n');
  });

  it('leaves stages that are never built', () => {
    checkNoFindings(rule, 'FROM debian AS unused\nEXPOSE 99999\nFROM debian\nRUN true\n');
    checkFindings(
      rule,
      `FROM debian AS used
EXPOSE 99999
       ^^^^^ ~ syntax-error
FROM debian
RUN --mount=from=used,target=/x true
`,
    );
  });

  it('marks quotes that are never closed and substitutions that BuildKit has not', () => {
    checkFindings(
      rule,
      `FROM debian
LABEL a="b
        ^^ ~ syntax-error
ENV B=x\${C:y}
       ^^^^^^ ~ syntax-error
WORKDIR /\${}
         ^^^ ~ syntax-error
`,
    );
  });

  it('follows values through ENV, ARG and parent stages', () => {
    checkFindings(
      rule,
      `ARG TAG=1
FROM debian:$TAG AS a
ARG PORT=http
FROM a
EXPOSE $PORT
       ^^^^^ ~ syntax-error
`,
    );
  });

  it('stays silent about half an instruction elsewhere', () => {
    expect(messageOf(rule, 'FROM debian\nRUN apt-get install curl\nCOP')).toBe('"COP" is not an instruction.');
  });
});
