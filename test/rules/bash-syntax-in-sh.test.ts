import { describe, expect, it } from 'vitest';
import { analyzeAll, checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('bash-syntax-in-sh', () => {
  it('marks what dash does not know', () => {
    checkFindings(
      'bash-syntax-in-sh',
      `FROM debian:bookworm
RUN if [[ -f /a ]]; then source /a; fi
       ^^ ~ bash-syntax-in-sh
                         ^^^^^^ ~ bash-syntax-in-sh
RUN mkdir -p /srv/{a,b} && a &>/dev/null && [ a == b ]
                  ^^^^^ ~ bash-syntax-in-sh
                             ^^ ~ bash-syntax-in-sh
                                                ^^ ~ bash-syntax-in-sh
ARG A
RUN echo \${A:0:1} \${A//a/b} \${A^^} $'a' && set -o pipefail && cat <<< x
         ^^^^^^^^ ~ bash-syntax-in-sh
                  ^^^^^^^^^ ~ bash-syntax-in-sh
                            ^^^^^^ ~ bash-syntax-in-sh
                                   ^^^^ ~ bash-syntax-in-sh
                                                  ^^^^^^^^ ~ bash-syntax-in-sh
                                                                  ^^^^^ ~ bash-syntax-in-sh
RUN list=(a b); list+=(c); echo "\${list[0]}"; function f { :; }
         ^^^^^ ~ bash-syntax-in-sh
                ^^^^^^ ~ bash-syntax-in-sh
                      ^^^ ~ bash-syntax-in-sh
                                 ^^^^^^^^^^ ~ bash-syntax-in-sh
                                              ^^^^^^^^ ~ bash-syntax-in-sh
`,
    );
  });

  it('knows what BusyBox knows', () => {
    checkFindings(
      'bash-syntax-in-sh',
      `FROM alpine
RUN set -o pipefail; [[ -f /a ]] && source /a; [ a == b ]; a &>/dev/null; echo "\${A:0:1}" $'a' {a,b} "{c,d}"
                                                                                               ^^^^^ ~ bash-syntax-in-sh
`,
    );
  });

  it('says nothing where bash reads it, or where the shell is not known', () => {
    checkNoFindings(
      'bash-syntax-in-sh',
      `FROM debian
SHELL ["/bin/bash", "-c"]
RUN [[ -f /a ]] && source /a && mkdir {a,b}
FROM fedora
RUN [[ -f /a ]] && source /a && mkdir {a,b}
FROM example.com/unknown
RUN [[ -f /a ]]
FROM debian
RUN rm /bin/sh && ln -s /bin/bash /bin/sh
RUN source /a
FROM debian
RUN <<EOF
#!/bin/bash
source /a
EOF
`,
    );
  });

  it('says nothing of quotes, of scripts for another shell, and of braces that are no list', () => {
    checkNoFindings(
      'bash-syntax-in-sh',
      `FROM debian
RUN bash -c 'source /a && mkdir {a,b}' && echo "[[ {a,b} ]]" && find . -exec rm {} + && awk '{print $1,$2}' /a && echo {a}
RUN (( find /a -empty | xargs rmdir || true ))
RUN bash <<EOF
source /a
EOF
FROM alpine
RUN diff <(a) <(b)
`,
    );
  });

  it('goes by the name that says just this', () => {
    const { findings } = analyzeAll('FROM debian\nRUN source /a\n', {}, 'bash-syntax-in-sh');
    expect(findings.map(({ aliases }) => aliases)).toEqual([['shellcheck/SC3046']]);
  });

  it('writes the POSIX words', () => {
    checkFix('bash-syntax-in-sh', 'FROM debian\nRUN source /a/b\n', 'FROM debian\nRUN . /a/b\n');
    checkFix('bash-syntax-in-sh', 'FROM debian\nRUN source env\n', 'FROM debian\nRUN . ./env\n');
    checkFix('bash-syntax-in-sh', 'FROM debian\nRUN [ a == b ]\n', 'FROM debian\nRUN [ a = b ]\n');
    checkFix('bash-syntax-in-sh', 'FROM debian\nRUN a &>/b\n', 'FROM debian\nRUN a >/b 2>&1\n');
  });
});
