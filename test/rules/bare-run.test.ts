import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix } from '../support/check';

describe('bare-run', () => {
  it('marks a RUN without a command', () => {
    checkFindings(
      'bare-run',
      `FROM debian
RUN
^^^ ~ bare-run
RUN --network=none
^^^ ~ bare-run
RUN true
RUN <<EOF
true
EOF
`,
    );
  });

  it('removes it', () => {
    expect(
      checkFix('bare-run', 'FROM debian\nRUN\n# next\nCMD ["a"]\n', 'FROM debian\n# next\nCMD ["a"]\n').applicability,
    ).toBe('safe');
    checkFix('bare-run', 'FROM debian\nRUN', 'FROM debian');
  });
});
