import { describe, expect, it } from 'vitest';
import { analyzeAll, checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('cd-instead-of-workdir', () => {
  it('marks cd at the start of a RUN', () => {
    checkFindings(
      'cd-instead-of-workdir',
      `FROM debian
RUN cd /opt/app && make
    ^^^^^^^^^^^ ~ cd-instead-of-workdir
RUN set -e; cd /opt/app; make
            ^^^^^^^^^^^ ~ cd-instead-of-workdir
`,
    );
  });

  it('says nothing of cd inside a longer list, to a relative or a variable place, or in a subshell', () => {
    checkNoFindings(
      'cd-instead-of-workdir',
      'FROM debian\nRUN mkdir /a && cd /a && make\nRUN cd src && make\nRUN cd $HOME && make\nRUN (cd /a | make)\n',
    );
  });

  it('writes WORKDIR for a RUN that has no effect', () => {
    expect(
      checkFix('cd-instead-of-workdir', 'FROM debian\nRUN cd /opt/app\n', 'FROM debian\nWORKDIR /opt/app\n')
        .applicability,
    ).toBe('review');
    checkNoFix('cd-instead-of-workdir', 'FROM debian\nRUN cd /opt/app && make\n');
  });

  it('marks cd at the end of a RUN', () => {
    checkFindings(
      'cd-instead-of-workdir',
      `FROM debian
RUN make && cd /opt/app
            ^^^^^^^^^^^ ~ cd-instead-of-workdir
RUN cd demo; make; cd ..
                   ^^^^^ ~ cd-instead-of-workdir
`,
    );
    checkNoFindings(
      'cd-instead-of-workdir',
      'FROM debian\nRUN make || cd /a\nRUN make && (cd /a)\nRUN if a; then cd /b; fi\n',
    );
    const [finding] = analyzeAll('FROM debian\nRUN make && cd /a\n', {}, 'cd-instead-of-workdir').findings;
    expect(finding?.aliases).not.toContain('semgrep/use-workdir');
  });
});
