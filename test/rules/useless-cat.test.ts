import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('useless-cat', () => {
  it('marks cat of one file into a pipe', () => {
    checkFindings(
      'useless-cat',
      `FROM debian
RUN cat /etc/passwd | sort
    ^^^^^^^^^^^^^^^ ~ useless-cat
`,
    );
  });

  it('says nothing of several files, patterns, options and standard input', () => {
    checkNoFindings(
      'useless-cat',
      'FROM debian\nRUN cat a b | sort; cat *.txt | sort; cat -n a | sort; cat | sort; cat $FILES | sort; sort a | cat b; cat a\n',
    );
  });
});
