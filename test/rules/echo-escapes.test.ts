import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('echo-escapes', () => {
  it('marks options that dash writes', () => {
    checkFindings(
      'echo-escapes',
      `FROM debian:bookworm
RUN echo -e "a\\nb" > /a && echo -ne x
         ^^ ~ echo-escapes
                                ^^^ ~ echo-escapes
`,
    );
  });

  it('marks line ends that bash and BusyBox do not write', () => {
    checkFindings(
      'echo-escapes',
      `FROM alpine
RUN echo "a\\nb" > /a
           ^^ ~ echo-escapes
FROM debian:bookworm
SHELL ["/bin/bash", "-c"]
RUN echo 'a\\nb' > /a
           ^^ ~ echo-escapes
`,
    );
  });

  it('says nothing where the shell does what is meant', () => {
    checkNoFindings(
      'echo-escapes',
      `FROM debian:bookworm
RUN echo "a\\nb" > /a && echo -n x && /bin/echo -e "a\\nb" && bash -c 'echo -e "a\\nb"'
FROM alpine
RUN echo -e "a\\nb" && echo -n "a" && printf "a\\nb" && echo "C:\\\\new"
`,
    );
  });

  it('says nothing where the shell is not known', () => {
    checkNoFindings(
      'echo-escapes',
      `FROM example.com/unknown
RUN echo -e "a" && echo "a\\nb"
FROM debian
RUN ln -sf /bin/bash /bin/sh
RUN echo -e "a"
`,
    );
  });

  it('removes -e for dash and adds it for the others', () => {
    checkFix('echo-escapes', 'FROM debian\nRUN echo -e "a\\nb"\n', 'FROM debian\nRUN echo "a\\nb"\n');
    checkFix('echo-escapes', 'FROM alpine\nRUN echo "a\\nb"\n', 'FROM alpine\nRUN echo -e "a\\nb"\n');
  });
});
