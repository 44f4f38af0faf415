import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('user-created-never-used', () => {
  it('marks the name of a user that nothing uses', () => {
    checkFindings(
      'user-created-never-used',
      `FROM ubuntu:22.04
RUN apt-get update && useradd -r -u 1000 -g users appuser && echo done
                                                  ^^^^^^^ ~ user-created-never-used
CMD ["app"]
`,
    );
  });

  it('sees users of the stages below, and forgets those of builders', () => {
    checkFindings(
      'user-created-never-used',
      'FROM ubuntu:22.04 AS base\nRUN useradd -r appuser\n               ^^^^^^^ ~ user-created-never-used\nFROM base\nCMD ["app"]\n',
    );
    checkNoFindings(
      'user-created-never-used',
      'FROM ubuntu:22.04 AS b\nRUN useradd -r builduser\nFROM ubuntu:22.04\nCOPY --from=b /app /app\nCMD ["/app"]\n',
    );
  });

  it('takes every way to use a user', () => {
    for (const use of [
      'USER appuser\nCMD ["app"]',
      'ENTRYPOINT ["gosu", "appuser", "app"]',
      'ENTRYPOINT ["setpriv", "--reuid=appuser", "--", "app"]',
      'COPY --chown=appuser:appuser . /app\nCMD ["app"]',
      'RUN chown -R appuser:appuser /app\nCMD ["app"]',
      'COPY <<EOF /run.sh\nchown -R appuser /app\nEOF\nCMD ["app"]',
      'CMD su appuser -c app',
    ])
      checkNoFindings('user-created-never-used', `FROM ubuntu:22.04\nRUN useradd -r appuser\n${use}\n`);
    checkNoFindings(
      'user-created-never-used',
      'FROM ubuntu:22.04\nRUN useradd -r -u 999 appuser\nUSER 999\nCMD ["app"]\n',
    );
    checkNoFindings(
      'user-created-never-used',
      'FROM ubuntu:22.04\nRUN useradd -r appuser\nENTRYPOINT ["/entrypoint.sh"]\n',
    );
    checkNoFindings('user-created-never-used', 'FROM debian:12\nRUN useradd -m dev\nCMD ["bash"]\n');
  });

  it('adds USER above CMD', () => {
    checkFix(
      'user-created-never-used',
      'FROM alpine:3.22\nRUN adduser -S -D appuser\nCOPY app /\n# Go.\nCMD ["/app"]\n',
      'FROM alpine:3.22\nRUN adduser -S -D appuser\nCOPY app /\nUSER appuser\n# Go.\nCMD ["/app"]\n',
    );
  });

  it('writes the user into a USER root below', () => {
    checkFix(
      'user-created-never-used',
      'FROM ubuntu:22.04\nRUN useradd -r -u 10001 appuser\nUSER root\nCMD ["app"]\n',
      'FROM ubuntu:22.04\nRUN useradd -r -u 10001 appuser\nUSER 10001\nCMD ["app"]\n',
    );
  });

  it('leaves the account of development containers alone', () => {
    checkNoFindings(
      'user-created-never-used',
      'FROM python:3.13-alpine\nRUN adduser -S vscode\nCMD ["python", "a.py"]\n',
    );
  });

  it('says nothing where the image declares a volume: what owns it may give root up by itself', () => {
    checkNoFindings(
      'user-created-never-used',
      'FROM alpine:3.22\nRUN adduser -H -D nullmail\nCOPY nullmailer /usr/bin/\nVOLUME /etc/nullmailer\nCMD ["nullmailer-send"]\n',
    );
  });
});
