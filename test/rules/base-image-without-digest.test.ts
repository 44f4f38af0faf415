import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('base-image-without-digest', () => {
  it('marks images that a tag names, and those without one', () => {
    checkFindings(
      'base-image-without-digest',
      `ARG VERSION=3.22
FROM alpine:3.22 AS build
     ^^^^^^^^^^^ ~ base-image-without-digest
FROM alpine:$VERSION
     ^^^^^^^^^^^^^^^ ~ base-image-without-digest
FROM python:3.13@v1
     ^^^^^^^^^^^^^^ ~ base-image-without-digest
`,
    );
  });

  it('says nothing of digests, stages, scratch, and what nobody knows', () => {
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
    checkNoFindings(
      'base-image-without-digest',
      `ARG BASE\nFROM alpine:3.22@${digest} AS build\nFROM build\nFROM scratch\nFROM $BASE\n`,
    );
  });
});
