import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('taken-user-id', () => {
  it('S4-11: marks 1000 where the base image has that user', () => {
    checkFindings(
      'taken-user-id',
      'FROM ubuntu:24.04\nRUN groupadd --gid 1000 app && useradd --uid 1000 --gid app app\n                   ^^^^ ~ taken-user-id\n                                             ^^^^ ~ taken-user-id\n',
    );
    checkFindings(
      'taken-user-id',
      'FROM node:24-alpine\nRUN adduser -D -u 1000 app\n                  ^^^^ ~ taken-user-id\n',
    );
    checkNoFindings(
      'taken-user-id',
      'FROM python:3.11-slim\nRUN groupadd --gid 1000 app && useradd --uid 1000 --gid app app\n',
    );
    checkNoFindings('taken-user-id', 'FROM ubuntu:22.04\nRUN useradd --uid 1000 app\n');
  });

  it('marks an id that is given twice', () => {
    checkFindings(
      'taken-user-id',
      'FROM debian:12\nRUN useradd -u 5000 a && useradd -u 5000 b\n                                    ^^^^ ~ taken-user-id\n',
    );
  });

  it('leaves files that remove the user, or allow two, alone', () => {
    checkNoFindings('taken-user-id', 'FROM ubuntu:24.04\nRUN userdel -r ubuntu && useradd -u 1000 app\n');
    checkNoFindings('taken-user-id', 'FROM ubuntu:24.04\nRUN useradd -o -u 1000 app\n');
    checkNoFindings('taken-user-id', 'FROM ubuntu:24.04\nRUN useradd -u 1000 app || true\n');
  });

  it('takes a free id', () => {
    checkFix(
      'taken-user-id',
      'FROM ubuntu:24.04\nRUN groupadd -g 10001 web && useradd --uid=1000 app\n'.replace('--uid=1000', '--uid 1000'),
      'FROM ubuntu:24.04\nRUN groupadd -g 10001 web && useradd --uid 10002 app\n',
    );
  });

  it('offers nothing where other lines name the id', () => {
    checkNoFix('taken-user-id', 'FROM ubuntu:24.04\nRUN useradd --uid 1000 app\nUSER 1000\n');
  });
});
