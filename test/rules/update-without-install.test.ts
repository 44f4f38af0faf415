import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('update-without-install', () => {
  it('marks the update', () => {
    checkFindings(
      'update-without-install',
      `FROM debian
RUN apt-get update
    ^^^^^^^^^^^^^^ ~ update-without-install
RUN apt-get install -y curl
`,
    );
  });

  it('says nothing where the same RUN installs, upgrades or runs a script', () => {
    checkNoFindings(
      'update-without-install',
      `FROM debian
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get upgrade -y
RUN apt-get update && ./install.sh
RUN apt-get update && npx playwright install-deps
`,
    );
  });

  it('says nothing where a cache mount holds the index', () => {
    checkNoFindings(
      'update-without-install',
      'FROM debian\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y curl\n',
    );
  });

  it('joins it with the RUN below', () => {
    const fix = checkFix(
      'update-without-install',
      'FROM debian\nRUN apt-get update \n\n# tools\nRUN apt-get install -y \\\n    curl \\\n    wget\n',
      'FROM debian\nRUN apt-get update \\\n# tools\n    && apt-get install -y \\\n    curl \\\n    wget\n',
    );
    expect(fix.applicability).toBe('safe');
  });

  it('keeps CRLF, lower case and a missing final newline', () => {
    checkFix(
      'update-without-install',
      'from debian\r\nrun apt-get update\r\nrun apt-get install -y curl',
      'from debian\r\nrun apt-get update \\\r\n    && apt-get install -y curl',
    );
  });

  it('does not join behind a shell comment or a semicolon', () => {
    checkNoFix('update-without-install', 'FROM debian\nRUN apt-get update # index\nRUN apt-get install -y curl\n');
    checkNoFix('update-without-install', 'FROM debian\nRUN apt-get update;\nRUN apt-get install -y curl\n');
  });

  it('does not join what would run after a failure', () => {
    checkNoFix('update-without-install', 'FROM debian\nRUN apt-get update\nRUN apt-get install -y curl || true\n');
    checkNoFix('update-without-install', 'FROM debian\nRUN apt-get update\nRUN apt-get install -y curl; echo done\n');
  });

  it('does not join RUN instructions with other flags, other forms or something between', () => {
    checkNoFix(
      'update-without-install',
      'FROM debian\nRUN apt-get update\nRUN --network=host apt-get install -y curl\n',
    );
    checkNoFix('update-without-install', 'FROM debian\nRUN apt-get update\nRUN ["apt-get", "install", "-y", "curl"]\n');
    checkNoFix('update-without-install', 'FROM debian\nRUN apt-get update\nRUN <<EOF\napt-get install -y curl\nEOF\n');
    checkNoFix('update-without-install', 'FROM debian\nRUN apt-get update\nENV A=1\nRUN apt-get install -y curl\n');
  });

  it('removes an apk update that nothing reads', () => {
    checkFix(
      'update-without-install',
      'FROM alpine:3.22\nRUN apk update\nRUN apk add --no-cache curl\n',
      'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
    );
  });
});
