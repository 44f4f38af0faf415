import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('apk-cache-kept', () => {
  it('marks the command', () => {
    checkFindings(
      'apk-cache-kept',
      `FROM alpine:3.22
RUN apk --update add curl
    ^^^^^^^^^^^^^^^^ ~ apk-cache-kept
RUN apk add --virtual .build gcc
    ^^^^^^^ ~ apk-cache-kept
`,
    );
  });

  it('says nothing where the cache is mounted, emptied or wanted', () => {
    checkNoFindings(
      'apk-cache-kept',
      `FROM alpine:3.22
RUN apk add --no-cache curl
RUN --mount=type=cache,target=/var/cache/apk apk add curl
RUN apk update && apk add curl && rm -rf /var/cache/apk/*
RUN apk add curl && apk cache clean
`,
    );
    checkNoFindings(
      'apk-cache-kept',
      'FROM alpine:3.22\nRUN --mount=type=cache,target=/etc/apk/cache ln -s /var/cache/apk /etc/apk/cache && apk add curl\n',
    );
  });

  it('says nothing in a stage that does not ship', () => {
    checkNoFindings('apk-cache-kept', 'FROM alpine AS build\nRUN apk add gcc\nFROM scratch\nCOPY --from=build /a /a\n');
  });

  it('removes an update that is not needed then', () => {
    checkFix(
      'apk-cache-kept',
      'FROM alpine:3.22\nRUN set -ex \\\n && apk update \\\n && apk add curl \\\n && apk add wget\n',
      'FROM alpine:3.22\nRUN set -ex \\\n && apk add --no-cache curl \\\n && apk add --no-cache wget\n',
    );
    checkFix(
      'apk-cache-kept',
      'FROM alpine:3.22\nRUN set -e; apk update; apk add curl\n',
      'FROM alpine:3.22\nRUN set -e; apk add --no-cache curl\n',
    );
    checkFix(
      'apk-cache-kept',
      'FROM alpine:3.22\nRUN <<EOF\napk update\napk add curl\nEOF\n',
      'FROM alpine:3.22\nRUN <<EOF\napk add --no-cache curl\nEOF\n',
    );
  });

  it('keeps an update whose comment or failure would be lost', () => {
    checkFix(
      'apk-cache-kept',
      'FROM alpine:3.22\nRUN true && \\\n    # refresh\n    apk update && apk add curl\n',
      'FROM alpine:3.22\nRUN true && \\\n    # refresh\n    apk update && apk add --no-cache curl\n',
    );
    checkFix(
      'apk-cache-kept',
      'FROM alpine:3.22\nRUN apk update || true; apk add curl\n',
      'FROM alpine:3.22\nRUN apk update || true; apk add --no-cache curl\n',
    );
  });

  it('writes --no-cache in the place of --update', () => {
    checkFix(
      'apk-cache-kept',
      'FROM alpine:3.22\nRUN apk add --update curl\n',
      'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
    );
  });
});
