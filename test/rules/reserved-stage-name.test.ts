import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('reserved-stage-name', () => {
  it('marks scratch and context in any case', () => {
    checkFindings(
      'reserved-stage-name',
      'FROM alpine:3.22 AS Scratch\n                    ^^^^^^^ ~ reserved-stage-name\nFROM alpine:3.22 AS context\n                    ^^^^^^^ ~ reserved-stage-name\n',
    );
  });

  it('leaves other names alone', () => {
    checkNoFindings('reserved-stage-name', 'FROM scratch AS contexts\n');
  });
});
