import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFix } from '../support/check';

describe('onbuild-unknown-trigger', () => {
  it('marks the misspelt instruction only', () => {
    checkFindings(
      'onbuild-unknown-trigger',
      `FROM node
ONBUILD WROKDIR /app
        ^^^^^^^ ~ onbuild-unknown-trigger
ONBUILD RUN make
ONBUILD FROM alpine
ONBUILD
`,
    );
  });

  it('writes the nearest instruction that can be a trigger', () => {
    checkFix('onbuild-unknown-trigger', 'FROM node\nONBUILD runn make', 'FROM node\nONBUILD RUN make');
    checkNoFix('onbuild-unknown-trigger', 'FROM node\nONBUILD FRMO x\n');
    checkNoFix('onbuild-unknown-trigger', 'FROM node\nONBUILD something x\n');
  });
});
