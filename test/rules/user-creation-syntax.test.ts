import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('user-creation-syntax', () => {
  it("S0-8, S1-9: marks BusyBox's syntax on Debian", () => {
    checkFindings(
      'user-creation-syntax',
      'FROM debian:bookworm-slim\nRUN adduser -D webapp\n            ^^ ~ user-creation-syntax\nRUN addgroup -S appgroup && adduser -S appuser -G appgroup\n             ^^ ~ user-creation-syntax\n                                    ^^ ~ user-creation-syntax\n',
    );
    checkNoFindings(
      'user-creation-syntax',
      'FROM alpine:3.22\nRUN adduser -D webapp && addgroup -S appgroup && adduser -S appuser -G appgroup\n',
    );
  });

  it('marks useradd on Alpine without shadow, and adduser on trixie', () => {
    checkFindings(
      'user-creation-syntax',
      'FROM node:24-alpine\nRUN groupadd app && useradd -g app app\n    ^^^^^^^^ ~ user-creation-syntax\n                    ^^^^^^^ ~ user-creation-syntax\n',
    );
    checkNoFindings('user-creation-syntax', 'FROM alpine:3.22\nRUN apk add --no-cache shadow && useradd app\n');
    checkFindings(
      'user-creation-syntax',
      'FROM debian:trixie-slim\nRUN adduser --disabled-password app\n    ^^^^^^^ ~ user-creation-syntax\n',
    );
    checkNoFindings(
      'user-creation-syntax',
      'FROM debian:trixie-slim\nRUN apt-get install -y adduser && adduser --disabled-password app\n',
    );
  });

  it("marks Debian's own long options on Alpine, but not those that BusyBox has", () => {
    checkFindings(
      'user-creation-syntax',
      "FROM alpine:3.22\nRUN adduser --disabled-login app\n            ^^^^^^^^^^^^^^^^ ~ user-creation-syntax\nRUN adduser --disabled-password --gecos '' --uid 10001 app\n",
    );
  });

  it('leaves scripts that ask first, and images that it does not know, alone', () => {
    checkNoFindings('user-creation-syntax', 'FROM debian:12\nRUN adduser -D app || useradd app\n');
    checkNoFindings('user-creation-syntax', 'FROM example/base:1\nRUN adduser -D app\n');
    checkNoFindings(
      'user-creation-syntax',
      "FROM debian:12\nRUN adduser --disabled-password --gecos '' -u 10001 app\n",
    );
  });

  it('says the same in the other commands', () => {
    checkFix(
      'user-creation-syntax',
      'FROM debian:12\nRUN adduser -S -u 10001 -G web app\n',
      'FROM debian:12\nRUN useradd --system --uid 10001 --gid web --create-home app\n',
    );
    checkFix(
      'user-creation-syntax',
      'FROM alpine:3.22\nRUN useradd -r -u 10001 -g web -s /bin/false app && id\n',
      'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 -G web -s /bin/false app && id\n',
    );
  });

  it('offers nothing for words that are not literal', () => {
    checkNoFix('user-creation-syntax', 'FROM alpine:3.22\nRUN useradd -u $ID app\n');
  });
});
