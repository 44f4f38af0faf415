import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'missing-workdir';

describe(rule, () => {
  it('S1-7: marks the destination in the final stage, which inherits no WORKDIR', () => {
    const text = `FROM python:3.9-alpine AS builder
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
FROM python:3.9-alpine
COPY --from=builder /usr/local/lib /usr/local/lib
COPY app.py .
            ^ ~ missing-workdir
COPY templates/ templates/
CMD ["python", "app.py"]
`;
    checkFindings(rule, text);
    expect(messageOf(rule, text.replace(/^ .*\n/m, ''))).toBe(
      'WORKDIR of stage builder is not inherited: "." is the root directory.',
    );
  });

  it('S1-7: adds the WORKDIR of the other stage', () => {
    checkFix(
      rule,
      'FROM node:22 AS a\nWORKDIR /srv/x\nFROM node:22\nCOPY . .\n',
      'FROM node:22 AS a\nWORKDIR /srv/x\nFROM node:22\nWORKDIR /srv/x\nCOPY . .\n',
    );
    checkFix(rule, 'FROM node:22\nCOPY . .\n', 'FROM node:22\nWORKDIR /app\nCOPY . .\n');
  });

  it('writes out a path of the system', () => {
    const fix = checkFix(rule, 'FROM debian\nCOPY a var/www/\n', 'FROM debian\nCOPY a /var/www/\n');
    expect(fix.applicability).toBe('safe');
  });

  it('has no fix where files are named by their place in the root directory', () => {
    checkNoFix(rule, 'FROM debian\nCOPY run.sh .\nCMD ["/run.sh"]\n');
    checkNoFix(rule, 'FROM debian AS a\nCOPY . .\nFROM debian\nCOPY --from=a /x /x\n');
  });

  it('leaves absolute paths, images with a directory of their own, scratch, and what is not known', () => {
    checkNoFindings(rule, 'FROM debian\nCOPY . /app/\n');
    checkNoFindings(rule, 'FROM golang:1.26\nCOPY . .\n');
    checkNoFindings(rule, 'FROM scratch\nCOPY app .\n');
    checkNoFindings(rule, 'ARG B\nFROM $B\nCOPY . .\n');
    checkNoFindings(rule, 'FROM example.com/base\nCOPY . .\n');
    checkNoFindings(
      rule,
      'FROM eclipse-temurin:21\nCOPY target/a.jar app.jar\nENTRYPOINT ["java", "-jar", "/app.jar"]\n',
    );
    checkNoFindings(rule, 'FROM debian AS a\nWORKDIR /x\nFROM a\nCOPY . .\n');
  });

  it('takes the WORKDIR that the stage sets later', () => {
    checkFix(
      'missing-workdir',
      'FROM ruby:3.4\nCOPY Gemfile .\nRUN bundle\nWORKDIR /srv/app\n',
      'FROM ruby:3.4\nWORKDIR /srv/app\nCOPY Gemfile .\nRUN bundle\nWORKDIR /srv/app\n',
    );
  });
});
