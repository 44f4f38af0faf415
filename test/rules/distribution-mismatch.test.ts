import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('distribution-mismatch', () => {
  it('S4-19: marks a program built on a floating tag that moved past the pinned runtime', () => {
    checkFindings(
      'distribution-mismatch',
      'FROM rust:1 AS b\nWORKDIR /s\nRUN cargo build --release\nFROM debian:bookworm-slim\nCOPY --from=b /s/target/release/app /app\n              ^^^^^^^^^^^^^^^^^^^^^ ~ distribution-mismatch\n',
    );
  });

  it('pins the builder to the release of the runtime', () => {
    const before =
      'FROM python:3.11 AS b\nRUN python -m venv /venv && /venv/bin/pip install x\nFROM python:3.11-slim-bookworm\nCOPY --from=b /venv /venv\n';
    checkFix('distribution-mismatch', before, before.replace('python:3.11 AS', 'python:3.11-bookworm AS'));
  });

  it('marks packages that move to a newer release of the same image', () => {
    checkFindings(
      'distribution-mismatch',
      'FROM python:3.11-bullseye AS b\nRUN python -m venv /v && /v/bin/pip install x\nFROM python:3.11-slim-bookworm\nCOPY --from=b /v /v\n              ^^ ~ distribution-mismatch\n',
    );
  });

  it('leaves equal releases, static programs and assets alone', () => {
    for (const text of [
      'FROM rust:1-bookworm AS b\nWORKDIR /s\nRUN cargo build --release\nFROM debian:bookworm-slim\nCOPY --from=b /s/target/release/app /app\n',
      'FROM golang:1.26 AS b\nRUN CGO_ENABLED=0 go build -o /app\nFROM debian:buster-slim\nCOPY --from=b /app /app\n',
      'FROM golang:1.26 AS b\nRUN go build -o /app\nFROM debian:bookworm-slim\nCOPY --from=b /app /app\n',
      'FROM node:24 AS b\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=b /app/dist /usr/share/nginx/html\n',
    ])
      checkNoFindings('distribution-mismatch', text);
  });
});
