import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('builder-without-build-content', () => {
  it('S0-3, S0-4, S1-10: marks a builder that only installs packages on the image that runs them', () => {
    checkFindings(
      'builder-without-build-content',
      `FROM python:3.9-alpine AS builder
                          ^^^^^^^ ~ builder-without-build-content
WORKDIR /app
RUN python -m venv /app/venv
COPY requirements.txt .
RUN /app/venv/bin/pip install --no-cache-dir -r requirements.txt
FROM python:3.9-alpine
COPY --from=builder /app/venv /app/venv
`,
    );
  });

  it('S3-4: marks a builder that copies files in and out', () => {
    checkFindings(
      'builder-without-build-content',
      'FROM ubuntu:24.04 AS build\n                     ^^^^^ ~ builder-without-build-content\nRUN apt-get install -y python3\nWORKDIR /app\nCOPY . .\nFROM python:3.13-slim\nCOPY --from=build /app /app\n',
    );
  });

  it('leaves builders with tools, builds or another base image alone', () => {
    for (const text of [
      'FROM python:3.13-slim AS b\nRUN apt-get install -y gcc && pip install x\nFROM python:3.13-slim\nCOPY --from=b /usr/local /usr/local\n',
      'FROM python:3.13 AS b\nRUN python -m venv /v && /v/bin/pip install x\nFROM python:3.13-slim\nCOPY --from=b /v /v\n',
      'FROM node:24 AS b\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM node:24\nCOPY --from=b /app/dist /app\n',
      'FROM golang:1.26 AS b\nWORKDIR /s\nCOPY . .\nRUN go build -o /app\nFROM scratch\nCOPY --from=b /app /app\n',
    ])
      checkNoFindings('builder-without-build-content', text);
  });
});
