import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

const rule = 'unset-variable-in-script';

describe(rule, () => {
  it('marks variables of another RUN, which ended with it', () => {
    checkFindings(
      rule,
      `FROM debian
RUN buildDeps=gcc && apt-get install -y $buildDeps
RUN apt-get purge -y $buildDeps && rm -rf "\${prefix}/lib"
                     ^^^^^^^^^^ ~ unset-variable-in-script
                                           ^^^^^^^^^ ~ unset-variable-in-script
`,
    );
  });

  it('marks arguments that are for FROM alone, and repeats them in the stage', () => {
    const text = 'ARG VERSION=1\nFROM example.com/base\nRUN echo $VERSION $VERSION\n';
    expect(messageOf(rule, text)).toContain('for FROM lines only');
    checkFix(rule, text, 'ARG VERSION=1\nFROM example.com/base\nARG VERSION\nRUN echo $VERSION $VERSION\n');
  });

  it('leaves what the file, the script or the base image sets', () => {
    checkNoFindings(rule, 'FROM debian\nARG a\nENV b=1\nRUN echo $a $b $http_proxy $HOME $PATH\n');
    checkNoFindings(rule, 'ARG V=1\nFROM debian\nARG V\nRUN echo $V\n');
    checkNoFindings(rule, 'FROM debian\nENV a=1\nFROM 0\nRUN b=1; echo $b\n');
    for (const script of [
      'for a in 1 2; do echo $a; done',
      'read -r a && echo $a',
      'while read a b; do echo $a$b; done < /x',
      'printf -v a b; echo $a',
      'i=0; while [ $i -lt 3 ]; do i=$((i + 1)); done',
      'export $(cat /x) && echo $a',
      '. /etc/os-release && echo $a',
      'eval "$(tool env)" && echo $a',
      'set -a; tool; echo $a',
    ])
      checkNoFindings(rule, `FROM debian\nRUN ${script}\n`);
  });

  it('leaves variables that may be unset, and what no shell replaces', () => {
    checkNoFindings(
      rule,
      'FROM debian\nRUN echo ${a:-b} && if [ -n "$c" ]; then echo $c; fi; echo ${d:?} ${e+x} ${e}\n',
    );
    checkNoFindings(rule, "FROM debian\nRUN echo '$a' \\$b && awk '{print $c}' /x\n");
    checkNoFindings(rule, 'FROM debian\nRUN ["echo", "$a"]\n');
  });

  it('leaves base images whose variables are not known, triggers, and other shells', () => {
    checkNoFindings(rule, 'FROM example.com/base\nRUN echo $a\n');
    checkNoFindings(rule, 'FROM debian\nRUN echo $UPPER\n');
    checkNoFindings(rule, 'ARG A\nFROM debian\nONBUILD RUN echo $A $b\n');
    checkNoFindings(rule, 'FROM debian\nSHELL ["pwsh", "-Command"]\nRUN Write-Host $a\n');
  });
});
