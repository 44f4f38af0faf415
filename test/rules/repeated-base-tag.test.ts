import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('repeated-base-tag', () => {
  it('S0-2, S1-6: marks the second FROM of an image and tag', () => {
    checkFindings(
      'repeated-base-tag',
      'FROM python:3.9-alpine AS builder\nFROM python:3.9-alpine AS runtime\n     ^^^^^^^^^^^^^^^^^ ~ repeated-base-tag\nFROM python:3.9-alpine\n',
    );
  });

  it('leaves different tags, digests, stages and variables alone', () => {
    checkNoFindings(
      'repeated-base-tag',
      'ARG V=1\nFROM a:1 AS x\nFROM a:2\nFROM x\nFROM x\nFROM b:${V}\nFROM b:${V}\n',
    );
  });

  it('declares an ARG below the directives', () => {
    checkFix(
      'repeated-base-tag',
      '# syntax=docker/dockerfile:1\n\n# Build.\nFROM python:3.13-slim AS b\nFROM python:3.13-slim\n',
      '# syntax=docker/dockerfile:1\n\nARG PYTHON_IMAGE=python:3.13-slim\n# Build.\nFROM ${PYTHON_IMAGE} AS b\nFROM ${PYTHON_IMAGE}\n',
    );
  });
});
