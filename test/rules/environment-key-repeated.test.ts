import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('environment-key-repeated', () => {
  it('marks the value that nothing reads', () => {
    checkFindings(
      'environment-key-repeated',
      `FROM node
ENV A=1 B=2
    ^ ~ environment-key-repeated
WORKDIR /app
ENV A=3
ENV C=1 C=2
    ^ ~ environment-key-repeated
`,
    );
  });

  it('says nothing where a RUN, a word or the new value reads the first one', () => {
    checkNoFindings('environment-key-repeated', 'FROM node\nENV A=1\nRUN make\nENV A=2\n');
    checkNoFindings('environment-key-repeated', 'FROM node\nENV A=1\nCOPY x ${A}/\nENV A=2\n');
    checkNoFindings('environment-key-repeated', 'FROM node\nENV PATH=/a:$PATH\nENV PATH=/b:$PATH\n');
    checkNoFindings('environment-key-repeated', 'FROM node\nENV A=1\nENV B=$A\nENV A=2\n');
  });

  it('says nothing of other stages', () => {
    checkNoFindings('environment-key-repeated', 'FROM node AS a\nENV A=1\nFROM node\nENV A=2\n');
  });

  it('removes the value, and the instruction where it has no other', () => {
    expect(
      checkFix('environment-key-repeated', 'FROM a\n# c\nENV A=1\nENV A=2\n', 'FROM a\n# c\nENV A=2\n').applicability,
    ).toBe('safe');
    checkFix('environment-key-repeated', 'FROM a\nENV A=1 A=2', 'FROM a\nENV A=2');
    expect(
      checkFix('environment-key-repeated', 'FROM a\nENV A=1 B=1\nENV A=2\n', 'FROM a\nENV B=1\nENV A=2\n')
        .applicability,
    ).toBe('review');
    checkNoFix('environment-key-repeated', 'FROM a\nENV A=1 \\\n  A=2\n');
  });
});
