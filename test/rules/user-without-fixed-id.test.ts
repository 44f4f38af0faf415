import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('user-without-fixed-id', () => {
  it('S0-9: marks a user without an id', () => {
    checkFindings(
      'user-without-fixed-id',
      'FROM python:3.13-alpine\nRUN adduser -D webapp\n               ^^^^^^ ~ user-without-fixed-id\nUSER webapp\n',
    );
  });

  it('leaves users with an id, and those of builders, alone', () => {
    checkNoFindings(
      'user-without-fixed-id',
      'FROM debian:12 AS b\nRUN useradd a\nFROM debian:12\nRUN useradd -u 10001 b && useradd --uid=$ID c\n',
    );
  });

  it('adds an id', () => {
    checkFix(
      'user-without-fixed-id',
      'FROM alpine:3.22\nRUN adduser -D webapp\n',
      'FROM alpine:3.22\nRUN adduser -u 10001 -D webapp\n',
    );
    checkFix(
      'user-without-fixed-id',
      'FROM debian:12\nRUN useradd app\n',
      'FROM debian:12\nRUN useradd --uid 10001 app\n',
    );
    checkNoFix('user-without-fixed-id', 'FROM debian:12\nRUN useradd a && useradd b\n');
  });
});
