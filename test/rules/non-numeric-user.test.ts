import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('non-numeric-user', () => {
  it('marks the name that the image ends with', () => {
    checkFindings(
      'non-numeric-user',
      `FROM alpine:3.22
USER builder
RUN ls
USER app:app
     ^^^^^^^ ~ non-numeric-user
`,
    );
  });

  it('says nothing of numbers, root, arguments without a value, and stages that do not ship', () => {
    checkNoFindings('non-numeric-user', 'FROM alpine\nUSER 10001:app\n');
    checkNoFindings('non-numeric-user', 'FROM alpine\nUSER root\n');
    checkNoFindings('non-numeric-user', 'FROM alpine\nARG APP_UID\nUSER ${APP_UID}\n');
    checkNoFindings('non-numeric-user', 'FROM alpine AS build\nUSER app\nFROM scratch\n');
    checkNoFindings('non-numeric-user', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser\n');
  });

  it('writes the id that the Dockerfile or the base image gives', () => {
    checkFix(
      'non-numeric-user',
      'FROM debian:12\nRUN useradd -u 10001 app\nUSER app:video\n',
      'FROM debian:12\nRUN useradd -u 10001 app\nUSER 10001:video\n',
    );
    checkFix('non-numeric-user', 'FROM node:22-slim\nUSER node\n', 'FROM node:22-slim\nUSER 1000\n');
    checkNoFix('non-numeric-user', 'FROM debian:12\nRUN useradd app\nUSER app\n');
  });
});
