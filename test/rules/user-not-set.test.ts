import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

const rule = 'user-not-set';

describe(rule, () => {
  it('marks base images of which nothing is known', () => {
    checkFindings(
      rule,
      `FROM registry.example.com/base:1
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ user-not-set
CMD ["a"]
`,
    );
    expect(messageOf(rule, 'FROM example.com/base:1\nCMD ["a"]\n')).toContain('is not known');
    checkFindings(rule, 'ARG BASE=example.com/b:1\nFROM ${BASE}\n     ^^^^^^^ ~ user-not-set\n');
  });

  it('marks what starts nothing, or a program that needs root', () => {
    checkFindings(rule, 'FROM debian:bookworm\n     ^^^^^^^^^^^^^^^ ~ user-not-set\nRUN a\n');
    checkFindings(rule, 'FROM nginx:1.29\n     ^^^^^^^^^^ ~ user-not-set\nCOPY a /usr/share/nginx/html/\n');
  });

  it('leaves what final-stage-root reports', () => {
    const text = 'FROM python:3.13-slim\nWORKDIR /app\nCOPY a.py .\nCMD ["python", "a.py"]\n';
    checkNoFindings(rule, text);
    expect(messageOf('final-stage-root', text)).toContain('runs as root');
  });

  it('leaves users that are set: by USER, also of an earlier stage, or by the base image', () => {
    checkNoFindings(rule, 'FROM example.com/base:1\nUSER app\n');
    checkNoFindings(rule, 'FROM example.com/base:1\nARG WHO\nUSER $WHO\n');
    checkNoFindings(rule, 'FROM example.com/base:1 AS a\nUSER app\nFROM a\nCMD ["b"]\n');
    checkNoFindings(rule, 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY a /a\nCMD ["/a"]\n');
  });

  it('leaves names that only the build knows or that say nonroot, shells to work in, and bases with triggers', () => {
    checkNoFindings(rule, 'ARG BASE\nFROM ${BASE}\n');
    checkNoFindings(rule, 'FROM example.com/java:21-nonroot\nCMD ["a"]\n');
    checkNoFindings(rule, 'FROM example.com/nginx-unprivileged\nCMD ["a"]\n');
    checkNoFindings(rule, 'FROM dhi.io/python:3.13\nCMD ["a"]\n');
    checkFindings(rule, 'FROM dhi.io/python:3.13-dev\n     ^^^^^^^^^^^^^^^^^^^^^^ ~ user-not-set\nCMD ["a"]\n');
    checkNoFindings(rule, 'FROM debian:bookworm\nCMD ["bash"]\n');
    checkNoFindings(rule, 'FROM debian:bookworm\nONBUILD COPY . /app\n');
  });

  it('looks at the final stage alone', () => {
    checkNoFindings(rule, 'FROM example.com/base:1 AS build\nRUN a\nFROM gcr.io/distroless/static-debian12:nonroot\n');
  });
});
