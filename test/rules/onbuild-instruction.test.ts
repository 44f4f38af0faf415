import { describe, it } from 'vitest';
import { checkFindings } from '../support/check';

describe('onbuild-instruction', () => {
  it('marks ONBUILD', () => {
    checkFindings(
      'onbuild-instruction',
      `FROM node
ONBUILD COPY . .
^^^^^^^ ~ onbuild-instruction
RUN echo ONBUILD
`,
    );
  });
});
