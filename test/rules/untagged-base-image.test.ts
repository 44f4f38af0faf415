import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('untagged-base-image', () => {
  it('S3-1: marks the image without a tag', () => {
    checkFindings(
      'untagged-base-image',
      'FROM --platform=linux/amd64 ubuntu AS build\n                            ^^^^^^ ~ untagged-base-image\n',
    );
  });

  it('leaves stages, scratch, digests and variables alone', () => {
    for (const text of [
      'FROM debian:12 AS base\nFROM base\n',
      'FROM scratch\n',
      'FROM debian@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n',
      'FROM $BASE\n',
      'ARG BASE=debian\nFROM ${BASE}\n',
      'ARG V=3.13\nFROM python:${V}\n',
      'FROM gcr.io/distroless/static-debian12\n',
      'FROM cgr.dev/chainguard/static\n',
      'FROM localhost:5000/app:1\n',
    ])
      checkNoFindings('untagged-base-image', text);
  });

  it('adds the tag that latest stands for, with its release', () => {
    checkFix('untagged-base-image', 'FROM python AS b\nRUN true\n', 'FROM python:3.14-trixie AS b\nRUN true\n');
    checkFix('untagged-base-image', 'FROM ubuntu\n', 'FROM ubuntu:26.04\n');
    checkFix('untagged-base-image', 'FROM library/debian', 'FROM library/debian:trixie');
  });

  it('knows no tag of images that are not official', () => {
    checkNoFix('untagged-base-image', 'FROM example/app\n');
  });

  it('marks an image of a registry with a port', () => {
    checkFindings('untagged-base-image', 'FROM localhost:5000/app\n     ^^^^^^^^^^^^^^^^^^ ~ untagged-base-image\n');
  });

  it('sees that a tag is missing beside variables', () => {
    checkFindings(
      'untagged-base-image',
      `ARG REGISTRY
FROM \${REGISTRY}/ubuntu
     ^^^^^^^^^^^^^^^^^^ ~ untagged-base-image
`,
    );
    checkNoFindings(
      'untagged-base-image',
      'ARG A\nFROM $A/ubuntu:24.04\nFROM ubuntu$A\nFROM a/$A\nFROM $A\nFROM $A/distroless/static\n',
    );
  });
});
