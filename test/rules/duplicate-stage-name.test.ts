import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('duplicate-stage-name', () => {
  it('marks the second stage of a name, whatever its case', () => {
    checkFindings(
      'duplicate-stage-name',
      'FROM node:24 AS setup\nFROM --platform=linux/amd64 node:24 AS SetUp\n                                       ^^^^^ ~ duplicate-stage-name\n',
    );
  });

  it('leaves other names and unnamed stages alone', () => {
    checkNoFindings(
      'duplicate-stage-name',
      'FROM node:24 AS a\nFROM --platform=linux/amd64 node:24\nFROM --platform=linux/amd64 node:24\nFROM a AS b\n',
    );
  });
});
