import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('copied-whole-context-from-stage', () => {
  it('S3-5: marks the directory that holds the whole context', () => {
    checkFindings(
      'copied-whole-context-from-stage',
      'FROM ubuntu:24.04 AS build\nWORKDIR /app\nCOPY . .\nFROM python:3.9-slim\nCOPY --from=build /app /app\n                  ^^^^ ~ copied-whole-context-from-stage\n',
    );
    checkFindings(
      'copied-whole-context-from-stage',
      'FROM golang:1.26 AS b\nCOPY . /src/app\nRUN go build\nFROM debian:12\nCOPY --from=b /src /src\n              ^^^^ ~ copied-whole-context-from-stage\n',
    );
  });

  it('leaves named results, and sources that are what runs', () => {
    for (const text of [
      'FROM golang:1.26 AS b\nWORKDIR /src\nCOPY . .\nRUN go build -o /src/bin/app\nFROM debian:12\nCOPY --from=b /src/bin/app /app\n',
      'FROM python:3.13 AS b\nWORKDIR /app\nCOPY . .\nRUN uv sync\nFROM python:3.13-slim\nCOPY --from=b /app /app\n',
      'FROM node:24 AS b\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nFROM gcr.io/distroless/nodejs24-debian13\nCOPY --from=b /app /app\n',
      'FROM node:24 AS b\nWORKDIR /app\nCOPY package.json .\nRUN npm ci\nFROM node:24\nCOPY --from=b /app /app\n',
    ])
      checkNoFindings('copied-whole-context-from-stage', text);
  });

  it('takes an image for that of the language whose packages it installs', () => {
    checkNoFindings(
      'copied-whole-context-from-stage',
      'FROM dunglas/frankenphp AS build\nWORKDIR /app\nCOPY . .\nRUN composer install\nFROM debian:13-slim\nCOPY --from=build /app /app\n',
    );
  });
});
