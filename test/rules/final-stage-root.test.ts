import { describe, expect, it } from 'vitest';
import { analyzeAll, checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('final-stage-root', () => {
  it('S2-7, S3-11: marks the image of the last FROM where no USER is set', () => {
    checkFindings(
      'final-stage-root',
      `FROM golang:1.26 AS build
RUN go build -o /app
FROM debian:bookworm-slim AS run
     ^^^^^^^^^^^^^^^^^^^^ ~ final-stage-root
COPY --from=build /app /app
CMD ["/app"]
`,
    );
  });

  it('marks the word of an explicit root', () => {
    checkFindings(
      'final-stage-root',
      `FROM node:24-slim
USER node
USER 0:0
     ^^^ ~ final-stage-root
CMD ["node", "server.js"]
`,
    );
  });

  it('finds the USER of a stage below', () => {
    checkFindings(
      'final-stage-root',
      `FROM debian:12 AS base
USER root
     ^^^^ ~ final-stage-root
FROM base
RUN apt-get update
`,
    );
  });

  it('does not judge builder stages, nor a base that is nobody known or not root', () => {
    for (const text of [
      'FROM golang:1.26 AS build\nUSER root\nRUN go build\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\nCMD ["/app"]\n',
      'FROM example.com/team/base:1\nCMD ["app"]\n',
      'FROM ${BASE}\nCMD ["app"]\n',
      'FROM nginxinc/nginx-unprivileged:1.29\nCOPY . /usr/share/nginx/html\n',
      'FROM cgr.dev/chainguard/python:latest\nCOPY app.py /\nCMD ["/app.py"]\n',
      'FROM debian:12 AS base\nUSER app\nFROM base\nCMD ["app"]\n',
      'FROM alpine AS Builder\nUSER nobody\nFROM builder\nCMD ["app"]\n',
    ])
      checkNoFindings('final-stage-root', text);
  });

  it('is silent where the main process has to start as root', () => {
    for (const text of [
      'FROM nginx:1.29\nCOPY . /usr/share/nginx/html\n',
      'FROM php:8.4-fpm\nCOPY . /var/www/html\n',
      'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
      'FROM debian:12\nCOPY app /app\nCMD ["supervisord", "-n"]\n',
      'FROM debian:12\nCOPY app /app\nENTRYPOINT ["gosu", "app", "/app"]\n',
      'FROM debian:12\nCOPY app /app\nCMD service cron start && /app\n',
      'FROM debian:12\nRUN apt-get install -y gosu\nCOPY docker-entrypoint.sh /\nENTRYPOINT ["/docker-entrypoint.sh"]\n',
      'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD ["app.exe"]\n',
    ])
      checkNoFindings('final-stage-root', text);
  });

  it('reads the entrypoint script from the build context and from a heredoc', () => {
    const text = 'FROM debian:12\nCOPY docker/run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n';
    checkNoFindings('final-stage-root', text, {
      context: { 'docker/run.sh': '#!/bin/sh\nchown -R app /data\nexec su-exec app "$@"\n' },
    });
    checkFindings('final-stage-root', text.replace('debian:12\n', 'debian:12\n     ^^^^^^^^^ ~ final-stage-root\n'), {
      context: { 'docker/run.sh': '#!/bin/sh\nexec /app\n' },
    });
    checkNoFindings(
      'final-stage-root',
      'FROM debian:12\nCOPY <<EOF /run.sh\nexec gosu app /app\nEOF\nENTRYPOINT ["/run.sh"]\n',
    );
  });

  it('is silent on a USER that the caller decides', () => {
    checkNoFindings('final-stage-root', 'FROM node:24\nARG U\nUSER ${U}\nCMD ["node", "a.js"]\n');
  });

  it('offers no fix in a stage that does not parse', () => {
    checkNoFix('final-stage-root', 'FROM node:24\nCOPY a.js .\nCMD ["node", "a.js"]\nRUN <<EOF\nls\n');
  });

  it('is silent on images of tools and shells', () => {
    for (const text of [
      'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y vim\n',
      'FROM ubuntu:24.04\nCMD ["/bin/bash", "--login"]\n',
      'FROM debian:12\nCMD ["php", "-a"]\n',
      'FROM python:3.13\nRUN pip install pytest\n',
    ])
      checkNoFindings('final-stage-root', text);
  });

  it('judges an image without a command that ships files', () => {
    checkFindings('final-stage-root', 'FROM python:3.13\n     ^^^^^^^^^^^ ~ final-stage-root\nCOPY . /app\n');
  });

  it('creates a user with the commands of Debian above the first COPY, and sets it above the comment of CMD', () => {
    checkFix(
      'final-stage-root',
      'FROM python:3.13-slim-bookworm\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n# Serve.\nCMD ["gunicorn", "app:app"]',
      'FROM python:3.13-slim-bookworm\nWORKDIR /app\nRUN groupadd --system --gid 10001 app \\\n    && useradd --system --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nUSER 10001:10001\n# Serve.\nCMD ["gunicorn", "app:app"]',
    );
  });

  it('creates a user with the commands of Alpine, keeps CRLF and avoids ids and names in use', () => {
    checkFix(
      'final-stage-root',
      'FROM alpine:3.22\r\nRUN addgroup -g 10001 app\r\nCOPY --chown=10002 site /site\r\nHEALTHCHECK CMD true\r\nENTRYPOINT ["/bin/server"]\r\n',
      'FROM alpine:3.22\r\nRUN addgroup -g 10001 app\r\nRUN addgroup -S -g 10003 appuser \\\r\n    && adduser -S -D -H -u 10003 -G appuser -s /sbin/nologin appuser\r\nCOPY --chown=10002 site /site\r\nUSER 10003:10003\r\nHEALTHCHECK CMD true\r\nENTRYPOINT ["/bin/server"]\r\n',
    );
  });

  it("uses the base image's own user", () => {
    for (const [image, user] of [
      ['node:24', '1000:1000'],
      ['node:24-alpine', '1000:1000'],
      ['gcr.io/distroless/static-debian12', '65532:65532'],
      ['mcr.microsoft.com/dotnet/aspnet:8.0', '$APP_UID'],
      ['scratch', '65532:65532'],
      ['php:8.4-cli', '33:33'],
      ['php:8.4-cli-alpine', '82:82'],
      ['amazonlinux:2023', '10001:10001'],
    ])
      checkFix(
        'final-stage-root',
        `FROM ${image}\nCOPY app /app\nENTRYPOINT ["/app"]\n`,
        `FROM ${image}\nCOPY app /app\nUSER ${user}\nENTRYPOINT ["/app"]\n`,
      );
  });

  it('does not run an application as the shared accounts of the distribution', () => {
    for (const image of ['debian:12', 'ubuntu:24.04', 'python:3.13-alpine3.22']) {
      const fix = analyzeAll(`FROM ${image}\nCOPY app /app\nENTRYPOINT ["/app"]\n`, {}, 'final-stage-root').findings[0]
        ?.fixes?.[0];
      expect(fix?.edits.map(({ newText }) => newText).join('')).toContain('USER 10001:10001');
    }
  });

  it('returns to the user that was in force before root', () => {
    checkFix(
      'final-stage-root',
      'FROM node:24\nUSER node\nUSER root\nRUN apt-get update\nCMD ["node", "a.js"]\n',
      'FROM node:24\nUSER node\nUSER root\nRUN apt-get update\nUSER node\nCMD ["node", "a.js"]\n',
    );
    checkFix(
      'final-stage-root',
      'FROM jenkins/jenkins:lts\nUSER root\nRUN apt-get update\n',
      'FROM jenkins/jenkins:lts\nUSER root\nRUN apt-get update\nUSER 1000\n',
    );
  });

  it('uses the user that the Dockerfile creates, with its numbers', () => {
    checkFix(
      'final-stage-root',
      'FROM debian:12\nRUN groupadd -g 5000 web && useradd -u 5001 -g web web\nCMD ["/app"]\n',
      'FROM debian:12\nRUN groupadd -g 5000 web && useradd -u 5001 -g web web\nUSER 5001:5000\nCMD ["/app"]\n',
    );
  });

  it('writes the user into a USER root below which nothing needs root', () => {
    checkFix(
      'final-stage-root',
      'FROM alpine:3.22\nCOPY app /app\nUSER root\nCMD ["/app"]\n',
      'FROM alpine:3.22\nRUN addgroup -S -g 10001 app \\\n    && adduser -S -D -H -u 10001 -G app -s /sbin/nologin app\nCOPY app /app\nUSER 10001:10001\nCMD ["/app"]\n',
    );
  });

  it('puts USER below steps that follow CMD, and at the end of a file without one', () => {
    checkFix(
      'final-stage-root',
      'FROM node:24\nCMD ["node", "a.js"]\nCOPY a.js .\n',
      'FROM node:24\nCMD ["node", "a.js"]\nCOPY a.js .\nUSER 1000:1000\n',
    );
    checkFix(
      'final-stage-root',
      'FROM node:24\nCOPY a.js .\nEXPOSE 3000',
      'FROM node:24\nCOPY a.js .\nEXPOSE 3000\nUSER 1000:1000',
    );
  });

  it('gives copied data directories to the user', () => {
    const fix = checkFix(
      'final-stage-root',
      'FROM node:24\nCOPY server.js /srv/\nCOPY uploads /srv/uploads\nCMD ["node", "/srv/server.js"]\n',
      'FROM node:24\nCOPY server.js /srv/\nCOPY --chown=1000:1000 uploads /srv/uploads\nUSER 1000:1000\nCMD ["node", "/srv/server.js"]\n',
    );
    expect(fix).toMatchObject({ applicability: 'review' });
  });

  it('offers no fix where it could break the start, and says why', () => {
    for (const [lines, reason] of [
      ['EXPOSE 80\nCMD ["/app"]', 'port 80'],
      ['CMD ["/app", "--port", "443"]', 'port 443'],
      ['VOLUME /data\nCMD ["/app"]', 'the volume /data'],
      ['WORKDIR /root\nCMD ["./app"]', 'working directory'],
      ['COPY --from=x /root/.local /root/.local\nCMD ["/app"]', '/root/.local'],
      ['ENV PATH=/root/.cargo/bin:$PATH\nCMD ["/app"]', 'PATH'],
      ['RUN pip install --user flask\nCMD ["flask", "run"]', 'pip install --user'],
      ['CMD pip install -r requirements.txt && /app', 'installs packages'],
      ['CMD ["npm", "run", "dev"]', 'npm run dev'],
      ['COPY db.sqlite3 /srv/\nCMD ["/app"]', 'db.sqlite3'],
      ['RUN mkdir -p /var/lib/app/data\nCMD ["/app"]', 'made for data'],
      ['ONBUILD COPY . /app\nCMD ["/app"]', 'ONBUILD'],
    ]) {
      const text = `FROM debian:12\n${lines}\n`;
      checkNoFix('final-stage-root', text);
      expect(messageOf('final-stage-root', text)).toContain(reason);
    }
  });

  it('gives the user what a RUN makes empty, for the process to write to', () => {
    const start = 'CMD ["node", "server.js"]\n';
    checkFix(
      'final-stage-root',
      `FROM node:24-alpine\nWORKDIR /app\nCOPY server.js .\nRUN mkdir -p /var/run/worker spool; echo ok\n${start}`,
      `FROM node:24-alpine\nWORKDIR /app\nCOPY server.js .\nRUN mkdir -p /var/run/worker spool && chown 1000:1000 /var/run/worker spool; echo ok\nUSER 1000:1000\n${start}`,
    );
    // The system's own, what a COPY or another command fills, and what gets an owner in its own step.
    for (const lines of [
      'RUN mkdir -p /usr/share/man/man1',
      'RUN mkdir -p /opt/tool && tar -xf tool.tar -C /opt/tool',
      'RUN mkdir -p /app\nCOPY server.js /app/',
      'RUN mkdir /spool && chown node /spool',
      'RUN mkdir /app\nWORKDIR /app',
    ])
      checkFix(
        'final-stage-root',
        `FROM node:24-alpine\n${lines}\n${start}`,
        `FROM node:24-alpine\n${lines}\nUSER 1000:1000\n${start}`,
      );
  });

  it('knows that everybody may write to a volume /tmp', () => {
    const start = 'COPY server.js /\nCMD ["node", "/server.js"]\n';
    expect(messageOf('final-stage-root', `FROM node:24-alpine\nVOLUME /data\n${start}`)).toContain('/data');
    checkFix(
      'final-stage-root',
      `FROM node:24-alpine\nVOLUME /tmp\n${start}`,
      'FROM node:24-alpine\nVOLUME /tmp\nCOPY server.js /\nUSER 1000:1000\nCMD ["node", "/server.js"]\n',
    );
  });

  it('leaves development containers alone: editors start them as root and switch', () => {
    checkNoFindings('final-stage-root', 'FROM mcr.microsoft.com/devcontainers/base:bookworm\nUSER root\nRUN a\n');
  });

  it('says nothing of a toolchain without a command: what it holds comes from another stage or lies among the programs', () => {
    checkNoFindings(
      'final-stage-root',
      'FROM alpine:3.23 AS build\nRUN wget -O- https://go.dev/go.tar.gz | tar xz -C /target\nFROM alpine:3.23\nCOPY --from=build /target/ /\n',
    );
    checkNoFindings('final-stage-root', 'FROM golang:1.26-alpine\nCOPY caddy-builder.sh /usr/bin/caddy-builder\n');
  });

  it('takes the script of a service for what gives up root where an account of its own owns files beside a volume', () => {
    const image = (volume: string): string =>
      `FROM debian:bookworm-slim\nRUN useradd -r -u 5984 couchdb && mkdir /data && chown couchdb:couchdb /data\nCOPY docker-entrypoint.sh /\n${volume}ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["couchdb"]\n`;
    checkNoFindings('final-stage-root', image('VOLUME /data\n'));
    checkFindings('final-stage-root', image('').replace('\n', '\n     ^^^^^^^^^^^^^^^^^^^^ ~ final-stage-root\n'));
  });

  it('leaves tools without a task, stages for development, and bases that only run scripts from /tmp', () => {
    checkNoFindings('final-stage-root', 'FROM eclipse-temurin:21\nCOPY entry.sh /usr/local/bin/\nCMD ["mvn"]\n');
    checkNoFindings(
      'final-stage-root',
      'FROM alpine:3.22\nCOPY entrypoint.sh /__cacert_entrypoint.sh\nENTRYPOINT ["/__cacert_entrypoint.sh"]\n',
    );
    checkNoFindings('final-stage-root', 'FROM node:24 AS dev\nCOPY . /app\nCMD ["npm", "start"]\n');
    checkNoFindings('final-stage-root', 'FROM debian\nCOPY setup/*.sh /tmp/setup/\nRUN bash /tmp/setup/a.sh\n');
    const text = 'FROM eclipse-temurin:21\n     ^^^^^^^^^^^^^^^^^^ ~ final-stage-root\nCMD ["mvn", "jetty:run"]\n';
    checkFindings('final-stage-root', text);
  });
});
