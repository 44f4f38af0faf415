import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('build-tools-in-final-stage', () => {
  it('S4-1: marks the stage that the final one stands on', () => {
    checkFindings(
      'build-tools-in-final-stage',
      `FROM python:3.11-slim AS base
FROM base AS dependencies
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
RUN pip install -r requirements.txt
FROM dependencies AS development
FROM dependencies AS production
     ^^^^^^^^^^^^ ~ build-tools-in-final-stage
COPY . .
CMD ["gunicorn", "run:app"]
`,
    );
    expect(
      messageOf(
        'build-tools-in-final-stage',
        'FROM debian:12 AS deps\nRUN apt-get install -y gcc libpq-dev\nFROM deps\nCMD ["/app"]\n',
      ),
    ).toBe('The final stage inherits build tools from the stage deps: gcc, libpq-dev.');
  });

  it('S4-3: names the library, and replaces the headers where nothing compiles', () => {
    const before =
      'FROM python:3.13-slim-bookworm AS b\nRUN python -m venv /v\nFROM python:3.13-slim-bookworm\nRUN apt-get update && apt-get install -y libpq-dev\nCOPY --from=b /v /v\nCMD ["/v/bin/gunicorn"]\n';
    expect(messageOf('build-tools-in-final-stage', before)).toContain('libpq5 is enough');
    checkFix('build-tools-in-final-stage', before, before.replace('libpq-dev', 'libpq5'));
    checkNoFix('build-tools-in-final-stage', before.replace('COPY', 'RUN pip install psycopg2\nCOPY'));
    checkNoFix('build-tools-in-final-stage', before.replace('libpq-dev', 'libpq-dev gcc'));
  });

  it('marks an image for building as the base of the final stage', () => {
    checkFindings(
      'build-tools-in-final-stage',
      'FROM node:24 AS assets\nRUN npm run build\nFROM golang:1.26\n     ^^^^^^^^^^^ ~ build-tools-in-final-stage\nCOPY --from=assets /dist /dist\nRUN go build -o /app\nCMD ["/app"]\n',
    );
  });

  it('leaves alone single stages, development stages, tools removed again, and tools that run', () => {
    for (const text of [
      'FROM debian:12\nRUN apt-get install -y gcc\nCMD ["/app"]\n',
      'FROM debian:12 AS base\nRUN apt-get install -y gcc\nFROM base AS development\nCMD ["/app"]\n',
      'FROM golang:1.26 AS b\nRUN go build -o /app\nFROM debian:12\nCOPY --from=b /app /app\nCMD ["/app"]\n',
      'FROM debian:12 AS b\nFROM alpine:3.22\nRUN apk add --virtual .d gcc musl-dev && pip install x && apk del .d\nCMD ["/app"]\n',
      'FROM debian:12 AS b\nFROM golang:1.26\nCOPY --from=b /x /x\nCMD ["go", "test", "./..."]\n',
      'FROM debian:12 AS b\nFROM debian:12\nRUN apt-get install -y make curl git\nCMD ["make", "serve"]\n',
    ])
      checkNoFindings('build-tools-in-final-stage', text);
  });

  it('leaves images alone that are toolchains themselves', () => {
    checkNoFindings(
      'build-tools-in-final-stage',
      'FROM debian AS build\nRUN make\nFROM debian\nRUN apt-get update && apt-get install -y gcc\nCOPY --from=build /target/ /\nWORKDIR /go\n',
    );
  });
});
