import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('unused-stage', () => {
  it('marks a step that no stage uses, and a stage without a name', () => {
    checkFindings(
      'unused-stage',
      'FROM golang:1.26 AS builder\n                    ^^^^^^^ ~ unused-stage\nFROM ubuntu:24.04\n     ^^^^^^^^^^^^ ~ unused-stage\nFROM alpine:3.22\nRUN ls\n',
    );
  });

  it('leaves targets, chosen stages and used ones alone', () => {
    for (const text of [
      'FROM golang:1.26 AS test\nRUN go test\nFROM alpine:3.22\n',
      'FROM node:24 AS api\nFROM node:24 AS worker\n',
      'FROM alpine:3.22 AS base-amd64\nFROM alpine:3.22 AS build-amd64\nFROM build-${TARGETARCH} AS build\nFROM scratch\nCOPY --from=build /x /x\n',
      'FROM golang:1.26 AS builder\nFROM alpine:3.22\nRUN --mount=type=bind,from=builder,target=/b cp /b/app /app\n',
      'FROM golang:1.26\nFROM alpine:3.22\nCOPY --from=0 /app /app\n',
      'FROM golang:1.26 AS builder\nFROM alpine:3.22 AS debug\nCOPY --from=builder /app /app\nFROM alpine:3.22\n',
    ])
      checkNoFindings('unused-stage', text);
  });
});
