import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('latest-base-image', () => {
  it('marks the image with its tag', () => {
    checkFindings('latest-base-image', 'FROM ubuntu:latest AS build\n     ^^^^^^^^^^^^^ ~ latest-base-image\n');
  });

  it('leaves other tags, stages, digests and publishers of latest alone', () => {
    for (const text of [
      'FROM ubuntu:24.04\n',
      'FROM debian:12 AS latest\nFROM latest\n',
      'FROM python:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n',
      'FROM gcr.io/distroless/static:latest\n',
      'FROM cgr.dev/chainguard/python:latest\n',
      'ARG TAG=latest\nFROM ubuntu:${TAG}\n',
    ])
      checkNoFindings('latest-base-image', text);
  });

  it('writes the version that latest stands for', () => {
    checkFix('latest-base-image', 'FROM docker.io/library/node:latest\n', 'FROM docker.io/library/node:26-trixie\n');
    checkFix('latest-base-image', 'FROM alpine:latest\n', 'FROM alpine:3.24\n');
    checkNoFix('latest-base-image', 'FROM example/app:latest\n');
  });

  it('reads a tag that is written beside variables', () => {
    checkFindings(
      'latest-base-image',
      `ARG REGISTRY
FROM $REGISTRY/app:latest
     ^^^^^^^^^^^^^^^^^^^^ ~ latest-base-image
`,
    );
    checkNoFindings('latest-base-image', 'ARG A\nFROM $A/app:${T:-latest}\nFROM $A/b:latest@sha256:abc\nFROM b:$A\n');
  });
});
