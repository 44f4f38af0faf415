import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('libc-mismatch', () => {
  it('S2-1: marks packages built on glibc and copied to musl', () => {
    checkFindings(
      'libc-mismatch',
      `FROM python:3.9-slim AS builder
RUN pip install -r requirements.txt
FROM python:3.9-alpine
COPY --from=builder /usr/local/lib/python3.9/site-packages /usr/local/lib/python3.9/site-packages
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ libc-mismatch
CMD ["python", "app.py"]
`,
    );
  });

  it('S2-11: marks what crosses between two distributions where it is compiled, not a static program', () => {
    const second = 'FROM alpine:3.22\nRUN adduser -D app\nCOPY --from=b /opt/app /opt/app\nCMD ["/opt/app"]\n';
    checkFindings(
      'libc-mismatch',
      `FROM debian:bookworm AS b\nRUN cc -o /opt/app main.c\n${second.replace(
        '/opt/app /opt/app\n',
        '/opt/app /opt/app\n              ^^^^^^^^ ~ libc-mismatch\n',
      )}`,
    );
    checkNoFindings(
      'libc-mismatch',
      `FROM golang:1.26-bookworm AS b\nRUN CGO_ENABLED=0 go build -o /opt/app\n${second}`,
    );
  });

  it('finds virtual environments, node_modules and Rust programs', () => {
    checkFindings(
      'libc-mismatch',
      'FROM python:3.13 AS b\nRUN python -m venv /venv && /venv/bin/pip install numpy\nFROM python:3.13-alpine\nCOPY --from=b /venv /venv\n              ^^^^^ ~ libc-mismatch\n',
    );
    checkFindings(
      'libc-mismatch',
      'FROM node:24 AS b\nWORKDIR /app\nRUN npm ci\nFROM node:24-alpine\nCOPY --from=b /app/node_modules /app/node_modules\n              ^^^^^^^^^^^^^^^^^ ~ libc-mismatch\n',
    );
    checkFindings(
      'libc-mismatch',
      'FROM rust:1 AS b\nWORKDIR /s\nRUN cargo build --release\nFROM alpine:3.22\nCOPY --from=b /s/target/release/app /app\n              ^^^^^^^^^^^^^^^^^^^^^ ~ libc-mismatch\n',
    );
  });

  it('leaves what runs anywhere alone', () => {
    for (const text of [
      'FROM node:24 AS b\nWORKDIR /app\nRUN npm ci && npm run build\nFROM nginx:1.29-alpine\nCOPY --from=b /app/dist /usr/share/nginx/html\n',
      'FROM golang:1.26 AS b\nENV CGO_ENABLED=0\nRUN go build -o /app\nFROM alpine:3.22\nCOPY --from=b /app /app\n',
      'FROM golang:1.26 AS b\nRUN CGO_ENABLED=0 go build -o /app\nFROM scratch\nCOPY --from=b /app /app\nCMD ["/app"]\n',
      'FROM golang:1.26 AS b\nRUN go build -ldflags \'-extldflags "-static"\' -o /app\nFROM alpine:3.22\nCOPY --from=b /app /app\n',
      'FROM golang:1.26-alpine AS b\nRUN go build -o /app\nFROM scratch\nCOPY --from=b /app /app\nCMD ["/app"]\n',
      'FROM golang:1.26 AS b\nRUN go build -o /app\nFROM alpine:3.22\nRUN apk add gcompat\nCOPY --from=b /app /app\n',
      'FROM golang:1.26 AS b\nRUN make build\nFROM alpine:3.22\nCOPY --from=b /src/app /app\n',
      'FROM rust:1 AS b\nRUN cargo build --target x86_64-unknown-linux-musl\nFROM scratch\nCOPY --from=b /target/x86_64-unknown-linux-musl/release/app /app\nCMD ["/app"]\n',
      'FROM maven:3-eclipse-temurin-21 AS b\nRUN mvn package\nFROM eclipse-temurin:21-jre-alpine\nCOPY --from=b /target/app.jar /app.jar\n',
      'FROM golang:1.26 AS b\nRUN go build -o /out/app\nFROM scratch\nCOPY --from=b /out /\n',
    ])
      checkNoFindings('libc-mismatch', text);
  });

  it("takes the builder's base image where no command of the distribution stands against it", () => {
    const before =
      'FROM python:3.13-slim AS b\nRUN pip install x\nFROM python:3.13-alpine\nCOPY --from=b /usr/local /usr/local\n';
    checkFix('libc-mismatch', before, before.replace('-alpine', '-slim'));
    checkNoFix('libc-mismatch', before.replace('COPY', 'RUN apk add curl\nCOPY'));
  });

  it('sets CGO_ENABLED=0 for a Go build', () => {
    checkFix(
      'libc-mismatch',
      'FROM golang:1.26 AS b\nRUN cd /src && go build -o /app .\nFROM scratch\nCOPY --from=b /app /app\nENTRYPOINT ["/app"]\n',
      'FROM golang:1.26 AS b\nRUN cd /src && CGO_ENABLED=0 go build -o /app .\nFROM scratch\nCOPY --from=b /app /app\nENTRYPOINT ["/app"]\n',
    );
  });
});
