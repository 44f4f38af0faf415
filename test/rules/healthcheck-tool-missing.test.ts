import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'healthcheck-tool-missing';

describe(rule, () => {
  it('marks the program', () => {
    checkFindings(
      rule,
      `FROM python:3.13-slim
HEALTHCHECK --interval=30s CMD curl -f http://localhost/ || exit 1
                               ^^^^ ~ healthcheck-tool-missing
`,
    );
  });

  it('asks with what the image has', () => {
    const check = 'HEALTHCHECK --timeout=3s CMD curl -fsS http://localhost:80/h || exit 1\n';
    checkFix(
      rule,
      `FROM python:3.13-slim\n${check}`,
      `FROM python:3.13-slim\nHEALTHCHECK --timeout=3s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:80/h', timeout=3)"]\n`,
    );
    checkFix(
      rule,
      `FROM node:22-slim\n${check}`,
      `FROM node:22-slim\nHEALTHCHECK --timeout=3s CMD ["node", "-e", "fetch('http://localhost:80/h').then((r) => process.exit(r.ok ? 0 : 1)).catch(() => process.exit(1))"]\n`,
    );
    checkFix(
      'healthcheck-tool-missing',
      'FROM ruby:3.4-slim\nHEALTHCHECK CMD curl -fsS http://127.0.0.1:3000/up || exit 1\n',
      `FROM ruby:3.4-slim\nHEALTHCHECK CMD ["ruby", "-rnet/http", "-e", "exit Net::HTTP.get_response(URI('http://127.0.0.1:3000/up')).is_a?(Net::HTTPSuccess)"]\n`,
    );
    checkFix(
      rule,
      `FROM alpine:3.22\n${check}`,
      'FROM alpine:3.22\nHEALTHCHECK --timeout=3s CMD ["wget", "-q", "-O", "/dev/null", "http://localhost:80/h"]\n',
    );
  });

  it('has no fix where the check does more than one request', () => {
    checkNoFix(rule, 'FROM python:3.13-slim\nHEALTHCHECK CMD curl -f http://localhost:$PORT/\n');
    checkNoFix(rule, 'FROM python:3.13-slim\nHEALTHCHECK CMD curl -f http://localhost/ | grep ok\n');
    checkNoFix(rule, 'FROM python:3.13-slim\nHEALTHCHECK CMD curl -X POST http://localhost/\n');
  });

  it('S4-7: knows that a distroless image has no shell', () => {
    expect(messageOf(rule, 'FROM gcr.io/distroless/python3-debian12\nHEALTHCHECK CMD python -c "x" || exit 1\n')).toBe(
      'The health check runs in a shell, and the image has none.',
    );
  });

  it('leaves programs that are there, installed, copied, or not known', () => {
    const check = 'HEALTHCHECK CMD curl -f http://localhost/\n';
    checkNoFindings(rule, `FROM nginx:1.28\n${check}`);
    checkNoFindings(rule, `FROM python:3.13\n${check}`);
    checkNoFindings(rule, `FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl\n${check}`);
    checkNoFindings(rule, `FROM python:3.13-slim AS a\nRUN apt-get install -y curl\nFROM a\n${check}`);
    checkNoFindings(rule, `FROM python:3.13-slim\nCOPY --from=tools /curl /usr/local/bin/curl\n${check}`);
    checkNoFindings(rule, `FROM python:3.13-slim\nRUN ./setup.sh\n${check}`);
    checkNoFindings(rule, `FROM $BASE\n${check}`);
    checkNoFindings(rule, 'FROM alpine:3.22\nHEALTHCHECK CMD wget -q http://localhost/\n');
    checkNoFindings(
      rule,
      'FROM python:3.13-slim AS builder\nHEALTHCHECK CMD curl x\nFROM python:3.13-slim\nHEALTHCHECK NONE\n',
    );
  });

  it('knows that nginx:stable-alpine is Alpine, where BusyBox has wget', () => {
    checkNoFindings(
      'healthcheck-tool-missing',
      'FROM nginx:stable-alpine-slim\nHEALTHCHECK CMD wget -q http://localhost\n',
    );
  });
});
