import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('variable-in-single-quotes', () => {
  it('marks variables and commands, also in a continued line', () => {
    checkFindings(
      'variable-in-single-quotes',
      `FROM debian
RUN echo 'built from $REVISION' > /a && \\
                     ^^^^^^^^^ ~ variable-in-single-quotes
    echo 'at $(date)' > /b
             ^^ ~ variable-in-single-quotes
`,
    );
  });

  it('says nothing of programs that know the dollar sign, of sed addresses and of prompts', () => {
    checkNoFindings(
      'variable-in-single-quotes',
      `FROM debian
RUN awk '{ print $1 }' /a && sed -i '$d' /b && sh -c 'echo $A' && jq '.a as $x | $x' /c && PS1='$PWD'
RUN find / -name x -exec sh -c 'rm $1' _ {} ';' && echo 'costs 5$' && envsubst '\${A}' < /a > /b
`,
    );
  });
});
