import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

describe('deleted-in-later-layer', () => {
  it('S4-5: marks what is deleted after COPY . .', () => {
    checkFindings(
      'deleted-in-later-layer',
      `FROM python:3.11-slim
WORKDIR /app
COPY --chown=appuser:appgroup . .
RUN rm -rf tests/ docs/ *.md .git* .env.example
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ deleted-in-later-layer
`,
    );
  });

  it('names the layer that holds the files', () => {
    expect(
      messageOf(
        'deleted-in-later-layer',
        'FROM alpine\nADD https://example.com/tool.tgz /tmp/\nRUN tar xzf /tmp/tool.tgz && rm /tmp/tool.tgz\n',
      ),
    ).toBe('/tmp/tool.tgz stays in the layer of ADD on line 2; deleting here saves nothing.');
  });

  it('asks the build context what COPY . . brings', () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && rm -rf node_modules/.cache tests\n';
    checkNoFindings('deleted-in-later-layer', text, { context: { 'package.json': '{}' } });
    checkNoFindings('deleted-in-later-layer', text, {
      context: { 'package.json': '{}', 'tests/a.js': '', '.dockerignore': 'tests\n' },
    });
    checkFindings(
      'deleted-in-later-layer',
      `FROM node:22
WORKDIR /app
COPY . .
RUN npm ci && rm -rf node_modules/.cache tests
                                         ^^^^^ ~ deleted-in-later-layer
`,
      { context: { 'package.json': '{}', 'tests/a.js': '' } },
    );
  });

  it('says nothing of what the same RUN makes', () => {
    checkNoFindings(
      'deleted-in-later-layer',
      `FROM node:22
WORKDIR /app
COPY . .
RUN npm ci && npm run build && rm -rf node_modules
RUN curl -o /tmp/a.tgz https://example.com/a.tgz && tar xzf /tmp/a.tgz && rm /tmp/a.tgz
`,
    );
  });

  it('says nothing of files of the base image', () => {
    checkNoFindings(
      'deleted-in-later-layer',
      `FROM nginx
COPY . /usr/share/nginx/html
RUN rm -rf /etc/nginx/conf.d/default.conf /usr/share/nginx/html/50x.html
`,
    );
  });

  it('says nothing of small single files', () => {
    checkNoFindings(
      'deleted-in-later-layer',
      `FROM python:3.12
COPY requirements.txt /tmp/
RUN pip install -r /tmp/requirements.txt && rm /tmp/requirements.txt
COPY install.sh /install.sh
RUN /install.sh && rm /install.sh
`,
    );
  });

  it('marks downloads of an earlier RUN', () => {
    checkFindings(
      'deleted-in-later-layer',
      `FROM debian
RUN curl -fsSL -o /tmp/jdk.tar.gz https://example.com/jdk.tar.gz
RUN tar xzf /tmp/jdk.tar.gz && rm -f /tmp/*.tar.gz
                                     ^^^^^^^^^^^^^ ~ deleted-in-later-layer
`,
    );
  });

  it('marks packages that an earlier RUN installs, virtual groups too', () => {
    checkFindings(
      'deleted-in-later-layer',
      `FROM debian
RUN apt-get update && apt-get install -y gcc make
RUN apt-get purge -y --auto-remove gcc
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ deleted-in-later-layer
RUN apt-get install -y git && apt-get purge -y git vim
`,
    );
    checkFindings(
      'deleted-in-later-layer',
      `FROM alpine
RUN apk add --no-cache --virtual .build gcc
RUN apk del .build
    ^^^^^^^^^^^^^^ ~ deleted-in-later-layer
`,
    );
  });

  it('says nothing in a stage that does not ship', () => {
    checkNoFindings(
      'deleted-in-later-layer',
      'FROM alpine AS build\nWORKDIR /app\nCOPY . .\nRUN rm -rf .git\nFROM scratch\nCOPY --from=build /app /app\n',
    );
  });

  it('does not guess where cd leads', () => {
    checkNoFindings('deleted-in-later-layer', 'FROM alpine\nCOPY a.tgz /app/\nRUN cd /tmp && rm -f a.tgz\n');
  });

  it('does not accuse a RUN that deletes its download itself', () => {
    checkNoFindings(
      'deleted-in-later-layer',
      'FROM debian\nWORKDIR /tmp\nRUN curl -L -o a.tgz https://example.com/a.tgz && rm -rf /tmp/*\nRUN make && rm -rf /tmp/*\n',
    );
  });

  it('says nothing where something else takes the place', () => {
    checkNoFindings(
      'deleted-in-later-layer',
      'FROM debian\nADD . /srv/\nWORKDIR /srv\nRUN rm -rf docs && ln -s /data/docs docs\n',
    );
    checkFindings(
      'deleted-in-later-layer',
      `FROM debian
ADD . /srv/
WORKDIR /srv
RUN rm -rf docs
           ^^^^ ~ deleted-in-later-layer
`,
    );
  });
});
