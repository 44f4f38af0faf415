import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('archive-downloaded-in-run', () => {
  it('marks a download that is unpacked, through a pipe or a file', () => {
    checkFindings(
      'archive-downloaded-in-run',
      `FROM debian
RUN curl -fsSL https://example.com/a.tar.gz | tar -xz -C /opt
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ archive-downloaded-in-run
RUN cd /tmp && wget https://example.com/b.tgz && tar xf b.tgz
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ archive-downloaded-in-run
RUN curl https://example.com/latest -o c.tar && tar -xf c.tar
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ archive-downloaded-in-run
`,
    );
  });

  it('says nothing where ADD cannot do it', () => {
    checkNoFindings(
      'archive-downloaded-in-run',
      `FROM debian
RUN curl -H "Authorization: x" https://example.com/a.tar.gz | tar xz
RUN curl https://example.com/a.tar.gz | tar xz --strip-components=1
RUN curl https://example.com/$V/a.tar.gz | tar xz
RUN curl https://example.com/a.tar.gz | tar xz && make -C a && rm -rf a
`,
    );
  });

  it('says nothing of what is no tar archive, or is not unpacked', () => {
    checkNoFindings(
      'archive-downloaded-in-run',
      `FROM debian
RUN curl https://example.com/a.sh | sh
RUN curl -o a.gz https://example.com/a.gz && gunzip a.gz
RUN wget https://example.com/a.zip && unzip a.zip
RUN wget https://example.com/a.tar.gz
`,
    );
  });
});
