import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('failure-ignored-by-semicolon', () => {
  it('marks the semicolon after the first command that may fail', () => {
    checkFindings(
      'failure-ignored-by-semicolon',
      `FROM debian
RUN echo a; ./configure && make; make install; make clean
                               ^ ~ failure-ignored-by-semicolon
ONBUILD RUN make; make install
                ^ ~ failure-ignored-by-semicolon
`,
    );
  });

  it('is silent where the shell stops at errors', () => {
    for (const line of ['RUN set -e; a; b', 'RUN set -eux; a; b', 'RUN set -o errexit; a; b'])
      checkNoFindings('failure-ignored-by-semicolon', `FROM debian\n${line}\n`);
    checkNoFindings('failure-ignored-by-semicolon', 'FROM debian\nSHELL ["/bin/bash", "-ec"]\nRUN a; b\n');
    checkNoFindings(
      'failure-ignored-by-semicolon',
      'FROM debian\nSHELL ["/bin/bash", "-o", "errexit", "-c"]\nRUN a; b\n',
    );
  });

  it('is silent on what cannot fail, on conditions, and where somebody thought of it', () => {
    for (const line of [
      'RUN echo a; b',
      'RUN A=1; export B=2; c',
      'RUN V=$(cat v); c',
      'RUN rm -rf a; mkdir -p b; cd /; c',
      'RUN [ -f a ] && b; c',
      'RUN a || true; b',
      'RUN a; true',
      'RUN a; exit 0',
      'RUN a; if [ $? -ne 0 ]; then b; fi',
      'RUN for i in a b; do c $i; done; d',
      'RUN a &\nRUN b',
    ])
      checkNoFindings('failure-ignored-by-semicolon', `FROM debian\n${line}\n`);
  });

  it('is silent in other shells, heredocs and JSON', () => {
    checkNoFindings('failure-ignored-by-semicolon', 'FROM debian\nSHELL ["pwsh", "-c"]\nRUN a; b\n');
    checkNoFindings('failure-ignored-by-semicolon', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN a; b\n');
    checkNoFindings('failure-ignored-by-semicolon', 'FROM debian\nRUN <<E\na; b\nE\n');
    checkNoFindings('failure-ignored-by-semicolon', 'FROM debian\nRUN ["a;", "b"]\n');
  });

  it('joins the commands with &&', () => {
    const fix = checkFix(
      'failure-ignored-by-semicolon',
      'FROM debian\nRUN echo x; a;b ; \\\n  c;\n',
      'FROM debian\nRUN echo x; a && b && \\\n  c;\n',
    );
    expect(fix.applicability).toBe('review');
  });

  it('does not join where || or a condition follows', () => {
    checkNoFix('failure-ignored-by-semicolon', 'FROM debian\nRUN a; b || c\n');
    checkNoFix('failure-ignored-by-semicolon', 'FROM debian\nRUN a; [ -f b ] && c; d\n');
    checkNoFix('failure-ignored-by-semicolon', 'FROM debian\nRUN a; b & c\n');
  });

  it('says nothing where a shell ends by itself, or is PowerShell', () => {
    checkNoFindings('failure-ignored-by-semicolon', 'FROM debian\nRUN . /etc/os-release; echo "$ID" > /id\n');
    checkNoFindings('failure-ignored-by-semicolon', 'FROM bats\nRUN Remove-Item C:/a; Copy-Item C:/b C:/c\n');
  });
});
