import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('shell-replaced-by-link', () => {
  it('marks the link', () => {
    checkFindings(
      'shell-replaced-by-link',
      `FROM debian
RUN rm /bin/sh && ln -s /bin/bash /bin/sh
                  ^^^^^^^^^^^^^^^^^^^^^^^ ~ shell-replaced-by-link
`,
    );
  });

  it('says nothing of other links', () => {
    checkNoFindings(
      'shell-replaced-by-link',
      'FROM debian\nRUN ln -sf /usr/bin/python3 /usr/bin/python && ln -s /bin/sh /bin/shell\n',
    );
  });

  it('writes SHELL where the RUN does nothing else', () => {
    checkFix(
      'shell-replaced-by-link',
      'FROM debian\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\n',
      'FROM debian\nSHELL ["/bin/bash", "-c"]\n',
    );
    checkFix(
      'shell-replaced-by-link',
      'FROM debian\nRUN ln -sf bash /bin/sh\n',
      'FROM debian\nSHELL ["/bin/bash", "-c"]\n',
    );
    checkNoFix('shell-replaced-by-link', 'FROM debian\nRUN apt-get update && ln -sf /bin/bash /bin/sh\n');
  });
});
