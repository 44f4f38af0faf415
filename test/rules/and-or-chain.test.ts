import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('and-or-chain', () => {
  it('marks the && before the last ||', () => {
    checkFindings(
      'and-or-chain',
      `FROM debian
RUN [ -f /a ] && cp /a /b || touch /b
              ^^ ~ and-or-chain
`,
    );
  });

  it('says nothing where the last command takes back, prints or ends, and in conditions', () => {
    checkNoFindings(
      'and-or-chain',
      `FROM debian
RUN a && b || true
RUN a && b || :
RUN a && b || echo no
RUN a && b || exit 1
RUN if a && b || c; then d; fi
RUN a && b || c && d
RUN a || b && c
`,
    );
  });
});
