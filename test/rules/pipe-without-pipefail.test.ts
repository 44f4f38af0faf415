import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('pipe-without-pipefail', () => {
  it('marks the download', () => {
    checkFindings(
      'pipe-without-pipefail',
      `FROM debian
RUN apt-get update && curl -fsSL https://example.com/a.sh | bash
                      ^^^^ ~ pipe-without-pipefail
`,
    );
  });

  it('says nothing where pipefail is on', () => {
    checkNoFindings(
      'pipe-without-pipefail',
      'FROM debian\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl https://example.com | sh\n',
    );
    checkNoFindings(
      'pipe-without-pipefail',
      'FROM alpine\nRUN set -eo pipefail && wget -O- https://example.com | sh\n',
    );
    checkNoFindings(
      'pipe-without-pipefail',
      'FROM fedora\nRUN <<EOF\nset -euo pipefail\ncurl https://example.com | sh\nEOF\n',
    );
  });

  it('says nothing of pipes whose left side does not matter, that stop early, or that may fail', () => {
    checkNoFindings(
      'pipe-without-pipefail',
      `FROM alpine
RUN echo a | tee /a && cat /a | sort
RUN curl https://example.com | head -n 1
RUN curl https://example.com | sh || true
RUN VERSION=$(curl https://example.com | tr -d v) && echo $VERSION
`,
    );
  });

  it('says nothing where the shell is unknown, or another one runs the pipe', () => {
    checkNoFindings('pipe-without-pipefail', 'FROM example.com/unknown\nRUN curl https://example.com | sh\n');
    checkNoFindings('pipe-without-pipefail', 'FROM debian\nRUN bash -c "curl https://example.com | sh"\n');
    checkNoFindings('pipe-without-pipefail', 'FROM debian\nRUN ["bash", "-c", "curl https://example.com | sh"]\n');
    checkNoFindings(
      'pipe-without-pipefail',
      'FROM debian\nRUN <<EOF\n#!/bin/bash -eo pipefail\ncurl https://example.com | sh\nEOF\n',
    );
    checkNoFindings('pipe-without-pipefail', 'FROM debian\nSHELL ["pwsh", "-c"]\nRUN curl https://example.com | sh\n');
  });

  it('turns it on where the shell knows it', () => {
    checkFix(
      'pipe-without-pipefail',
      'FROM alpine\nRUN apk add a && wget -O- https://example.com | sh\n',
      'FROM alpine\nRUN set -o pipefail && apk add a && wget -O- https://example.com | sh\n',
    );
    checkFix(
      'pipe-without-pipefail',
      'FROM alpine\nRUN set -ex; wget -O- https://example.com | sh\n',
      'FROM alpine\nRUN set -ex -o pipefail; wget -O- https://example.com | sh\n',
    );
    checkFix(
      'pipe-without-pipefail',
      'FROM fedora\nRUN <<EOF\ncurl https://example.com | sh\nEOF\n',
      'FROM fedora\nRUN <<EOF\nset -o pipefail\ncurl https://example.com | sh\nEOF\n',
    );
  });

  it('takes bash where /bin/sh is dash, which lacks it', () => {
    const fix = checkFix(
      'pipe-without-pipefail',
      'FROM ubuntu:24.04\nRUN curl https://example.com | sh\n',
      'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl https://example.com | sh\n',
    );
    expect(fix.applicability).toBe('review');
  });
});
