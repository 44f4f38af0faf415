import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('login-shell-for-service-user', () => {
  it('S4-12: marks the shell', () => {
    checkFindings(
      'login-shell-for-service-user',
      'FROM python:3.11-slim\nRUN useradd --uid 1000 --shell /bin/bash --create-home appuser\n                               ^^^^^^^^^ ~ login-shell-for-service-user\n',
    );
  });

  it('S0-10: marks a regular user of BusyBox, which gets a shell unasked', () => {
    checkFindings(
      'login-shell-for-service-user',
      'FROM python:3.13-alpine\nRUN adduser -D webapp\n               ^^^^^^ ~ login-shell-for-service-user\n',
    );
  });

  it('leaves system users and nologin alone', () => {
    checkNoFindings(
      'login-shell-for-service-user',
      'FROM alpine:3.22\nRUN adduser -S app && adduser -D -s /sbin/nologin b\n',
    );
    checkNoFindings(
      'login-shell-for-service-user',
      'FROM debian:12\nRUN useradd -r app && useradd -s /usr/sbin/nologin b\n',
    );
  });

  it('writes nologin', () => {
    checkFix(
      'login-shell-for-service-user',
      'FROM debian:12\nRUN useradd -ms /bin/bash app\n',
      'FROM debian:12\nRUN useradd -ms /usr/sbin/nologin app\n',
    );
    checkFix(
      'login-shell-for-service-user',
      'FROM alpine:3.22\nRUN adduser -D -s /bin/sh app\n',
      'FROM alpine:3.22\nRUN adduser -D -s /sbin/nologin app\n',
    );
  });
});
