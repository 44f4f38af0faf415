import { describe, it } from 'vitest';
import { checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('tag-beside-digest', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

  it('removes a literal tag', () => {
    checkFix(
      'tag-beside-digest',
      `FROM registry.example.com:5000/team/app:1.2@${digest} AS a\n`,
      `FROM registry.example.com:5000/team/app@${digest} AS a\n`,
    );
  });

  it('only names one that an argument holds', () => {
    checkNoFix('tag-beside-digest', `ARG TAG=1.2\nFROM app:$TAG@${digest}\n`);
  });

  it('says nothing of one of the two, and of stages', () => {
    checkNoFindings('tag-beside-digest', `FROM app@${digest} AS a\nFROM app:1 AS b\nFROM a\n`);
  });
});
