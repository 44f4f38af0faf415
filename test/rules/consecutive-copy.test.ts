import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('consecutive-copy', () => {
  it('marks the first of three with one destination', () => {
    checkFindings(
      'consecutive-copy',
      `FROM node
COPY a ./
^^^^ ~ consecutive-copy
COPY b ./
COPY c d ./
COPY e /e
ADD a /x/
^^^ ~ consecutive-copy
ADD b /x/
ADD c /x/`,
    );
  });

  it('says nothing of two, of other flags, of the whole context, and of addresses', () => {
    checkNoFindings('consecutive-copy', 'FROM a\nCOPY a ./\nCOPY b ./\nRUN x\nCOPY c ./\n');
    checkNoFindings('consecutive-copy', 'FROM a\nCOPY a ./\nCOPY --chown=app b ./\nCOPY c ./\n');
    checkNoFindings('consecutive-copy', 'FROM a\nCOPY a ./\nCOPY b ./\nCOPY . ./\n');
    checkNoFindings(
      'consecutive-copy',
      'FROM a\nADD https://x.org/a /\nADD https://x.org/b /\nADD https://x.org/c /\n',
    );
  });
});
