import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('unquoted-command-substitution', () => {
  it('marks substitutions and backticks that are split', () => {
    checkFindings(
      'unquoted-command-substitution',
      `FROM debian
RUN mkdir /srv/$(cat /name) && rm \`cat /list\`
               ^^^^^^^^^^^^ ~ unquoted-command-substitution
                                  ^^^^^^^^^^^ ~ unquoted-command-substitution
`,
    );
  });

  it('says nothing of one word, quotes, assignments, loops, lists for package managers, and comments', () => {
    checkNoFindings(
      'unquoted-command-substitution',
      `FROM debian
RUN make -j$(nproc) && curl -O https://example.com/$(uname -s)-$(uname -m) && echo "$(cat /name)" && name=$(cat /name)
RUN for i in $(cat /list); do echo "$i"; done; echo $(seq 3)
RUN apt-get install -y $(cat /list)
RUN make \`# with all\` all
`,
    );
  });

  it('adds quotes', () => {
    checkFix(
      'unquoted-command-substitution',
      'FROM debian\nRUN mkdir /srv/$(cat /name)\n',
      'FROM debian\nRUN mkdir /srv/"$(cat /name)"\n',
    );
  });
});
