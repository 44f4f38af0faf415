import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('unguarded-cd', () => {
  it('marks a cd that the script goes on after', () => {
    checkFindings(
      'unguarded-cd',
      `FROM debian
RUN cd /src; make
    ^^^^^^^ ~ unguarded-cd
RUN sleep 1 && cd /src; make
               ^^^^^^^ ~ unguarded-cd
RUN for d in a b; do cd "$d"; make; done
                     ^^^^^^^ ~ unguarded-cd
RUN (cd /src; make) && true
     ^^^^^^^ ~ unguarded-cd
RUN <<EOF
cd /src
^^^^^^^ ~ unguarded-cd
make
EOF
`,
    );
  });

  it('says nothing where the failure ends it, or is handled', () => {
    checkNoFindings(
      'unguarded-cd',
      `FROM debian
RUN cd /src && make; true
RUN cd /src || exit 1; make
RUN set -ex; cd /src; make
RUN if cd /src; then make; fi
RUN make; cd ..; make; cd -; cd /; ls
RUN make; cd /src
SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
RUN cd /src; make
`,
    );
  });

  it('ends the RUN where the directory is missing', () => {
    checkFix(
      'unguarded-cd',
      'FROM debian\nRUN cd /src; \\\n    make\n',
      'FROM debian\nRUN cd /src || exit 1; \\\n    make\n',
    );
  });
});
