import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('invalid-stage-name', () => {
  it('marks a digit in front, other characters and variables', () => {
    checkFindings(
      'invalid-stage-name',
      'FROM node:24 AS 1s\n                ^^ ~ invalid-stage-name\nFROM node:24 AS a/b\n                ^^^ ~ invalid-stage-name\nFROM node:24 AS ${N}\n                ^^^^ ~ invalid-stage-name\n',
    );
  });

  it('renames the stage and what refers to it', () => {
    checkFix(
      'invalid-stage-name',
      'FROM node:24 AS a,b\nFROM scratch\nCOPY --from=a,b /x /x\n',
      'FROM node:24 AS a-b\nFROM scratch\nCOPY --from=a-b /x /x\n',
    );
  });

  it('offers nothing where the name is a variable or the new one is taken', () => {
    checkNoFix('invalid-stage-name', 'FROM node:24 AS ${N}\n');
    checkNoFix('invalid-stage-name', 'FROM node:24 AS a-b\nFROM node:24 AS a,b\n');
  });

  it('leaves valid names alone', () => {
    checkNoFindings('invalid-stage-name', 'FROM node:24 AS a_b-c.9\nFROM node:24\n');
  });
});
