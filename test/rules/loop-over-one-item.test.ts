import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('loop-over-one-item', () => {
  it('marks the only item', () => {
    checkFindings(
      'loop-over-one-item',
      `FROM debian
RUN for key in ABCDEF; do gpg --recv-keys "$key"; done
               ^^^^^^ ~ loop-over-one-item
`,
    );
  });

  it('says nothing of lists, variables, patterns and braces', () => {
    checkNoFindings(
      'loop-over-one-item',
      'FROM debian\nRUN for a in b c; do :; done; for a in $B; do :; done; for a in *.c; do :; done; for a in "$@"; do :; done\n',
    );
  });
});
