import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('apt-lists-left', () => {
  it('S3-6: marks the update whose index stays in the layer', () => {
    checkFindings(
      'apt-lists-left',
      `FROM ubuntu:24.04
RUN apt-get update && apt-get install -y python3 python3-pip
    ^^^^^^^^^^^^^^ ~ apt-lists-left
`,
    );
  });

  it('takes every way to remove the index in the same RUN', () => {
    for (const removal of [
      'rm -rf /var/lib/apt/lists/*',
      'rm -rf /var/lib/apt/lists',
      'rm -r /var/lib/apt/*',
      'rm -rf /var/lib/{apt,dpkg}/',
      'find /var/lib/apt/lists -type f -delete',
      'apt-get distclean',
      'apt-get dist-clean',
      'cd /var/lib/apt/lists && rm -rf *',
    ]) {
      checkNoFindings('apt-lists-left', `FROM debian\nRUN apt-get update && apt-get install -y curl && ${removal}\n`);
    }
  });

  it('does not take a removal before the update', () => {
    checkFindings(
      'apt-lists-left',
      `FROM debian
RUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y curl
                                   ^^^^^^^^^^^^^^ ~ apt-lists-left
`,
    );
  });

  it('takes a function that cleans up', () => {
    checkNoFindings(
      'apt-lists-left',
      `FROM debian
RUN <<EOF
clean_up() { rm -rf /var/lib/apt/lists/*; }
apt-get update && apt-get install -y curl
clean_up
EOF
`,
    );
  });

  it('says nothing where a mount holds the index', () => {
    checkNoFindings(
      'apt-lists-left',
      `FROM debian
RUN --mount=type=cache,target=/var/lib/apt,sharing=locked --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl
RUN --mount=type=tmpfs,target=/var/lib/apt/lists/ apt-get update && apt-get install -y curl
`,
    );
  });

  it('says nothing in a stage that does not ship, but of the stages the final one stands on', () => {
    checkFindings(
      'apt-lists-left',
      `FROM debian AS build
RUN apt-get update && apt-get install -y gcc
FROM debian AS base
RUN apt-get update && apt-get install -y curl
    ^^^^^^^^^^^^^^ ~ apt-lists-left
FROM base
COPY --from=build /a /a
`,
    );
  });

  it('removes the index after the last step that reads it', () => {
    checkFix(
      'apt-lists-left',
      'FROM debian\nRUN apt-get update && apt-get install -y curl && curl -O https://example.com/a\n',
      'FROM debian\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/* && curl -O https://example.com/a\n',
    );
  });

  it('writes lines as its neighbours are written', () => {
    checkFix(
      'apt-lists-left',
      'FROM debian\nRUN apt-get update \\\n && apt-get install -y \\\n      curl \\\n      # for the health check\n      wget\n',
      'FROM debian\nRUN apt-get update \\\n && apt-get install -y \\\n      curl \\\n      # for the health check\n      wget \\\n && rm -rf /var/lib/apt/lists/*\n',
    );
    checkFix(
      'apt-lists-left',
      'FROM debian\r\nRUN apt-get update && \\\r\n    apt-get install -y curl && \\\r\n    true',
      'FROM debian\r\nRUN apt-get update && \\\r\n    apt-get install -y curl && \\\r\n    rm -rf /var/lib/apt/lists/* && \\\r\n    true',
    );
  });

  it('continues a list of `;` as it is, so that set -e still sees the install fail', () => {
    checkFix(
      'apt-lists-left',
      'FROM debian\nRUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y curl; \\\n\tcurl --version\n',
      'FROM debian\nRUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y curl; \\\n\trm -rf /var/lib/apt/lists/*; \\\n\tcurl --version\n',
    );
  });

  it('adds a line to a heredoc, below the comment of the last one', () => {
    checkFix(
      'apt-lists-left',
      'FROM debian\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl # tools\ncurl --version\nEOF\n',
      'FROM debian\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl # tools\nrm -rf /var/lib/apt/lists/*\ncurl --version\nEOF\n',
    );
  });

  it('keeps the exit status of the last line of a heredoc', () => {
    checkFix(
      'apt-lists-left',
      'FROM debian\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\n',
      'FROM debian\nRUN <<EOF\napt-get update\napt-get install -y curl && rm -rf /var/lib/apt/lists/*\nEOF\n',
    );
  });

  it('uses sudo where apt-get does', () => {
    checkFix(
      'apt-lists-left',
      'FROM debian\nUSER app\nRUN sudo apt-get update && sudo apt-get install -y curl\n',
      'FROM debian\nUSER app\nRUN sudo apt-get update && sudo apt-get install -y curl && sudo rm -rf /var/lib/apt/lists/*\n',
    );
  });

  it('offers no fix where a later RUN, or a stage on top, installs with this index', () => {
    checkNoFix('apt-lists-left', 'FROM debian\nRUN apt-get update\nRUN apt-get install -y curl\n');
    checkNoFix(
      'apt-lists-left',
      'FROM debian AS base\nRUN apt-get update && apt-get install -y curl\nFROM base\nRUN apt-get install -y wget\n',
    );
    checkNoFix(
      'apt-lists-left',
      'FROM ros:noetic\nRUN apt-get update && apt-get install -y curl\nRUN rosdep install --from-paths src\n',
    );
  });

  it('asks for a look where a later script may install something', () => {
    const before =
      'FROM debian\nRUN apt-get update && apt-get install -y curl\nCOPY setup.sh /tmp/\nRUN /tmp/setup.sh\n';
    const fix = checkFix('apt-lists-left', before, before.replace('-y curl', '-y curl && rm -rf /var/lib/apt/lists/*'));
    expect(fix.applicability).toBe('review');
  });

  it('offers no fix in exec form', () => {
    checkNoFix('apt-lists-left', 'FROM debian\nRUN ["apt-get", "update"]\n');
  });
});
