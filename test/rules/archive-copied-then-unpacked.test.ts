import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('archive-copied-then-unpacked', () => {
  it('marks the COPY of an archive that a later RUN unpacks', () => {
    checkFindings(
      'archive-copied-then-unpacked',
      `FROM debian
COPY app.tar.gz lib.tgz /tmp/
^^^^ ~ archive-copied-then-unpacked
WORKDIR /tmp
RUN make && tar xzf app.tar.gz
COPY x.tar /tmp/y.tar
^^^^ ~ archive-copied-then-unpacked
RUN tar --extract --file=/tmp/y.tar
`,
    );
  });

  it('knows the paths of Windows', () => {
    checkFindings(
      'archive-copied-then-unpacked',
      `FROM mcr.microsoft.com/windows/servercore:ltsc2022
COPY build\\foo.tar.gz "C:\\Program Files\\foo.tar.gz"
^^^^ ~ archive-copied-then-unpacked
RUN tar -xf foo.tar.gz
`,
    );
  });

  it('says nothing of a stage that does not ship', () => {
    checkNoFindings(
      'archive-copied-then-unpacked',
      'FROM a AS b\nCOPY x.tar /\nRUN tar xf /x.tar\nFROM a\nCOPY --from=b /x /x\n',
    );
  });

  it('says nothing of other stages, of what ADD does not unpack, and of archives that stay packed', () => {
    checkNoFindings('archive-copied-then-unpacked', 'FROM a AS b\nCOPY x.tar /\nFROM a\nRUN tar xf /x.tar\n');
    checkNoFindings('archive-copied-then-unpacked', 'FROM a AS b\nFROM a\nCOPY --from=b /x.tar /\nRUN tar xf /x.tar\n');
    checkNoFindings(
      'archive-copied-then-unpacked',
      'FROM a\nCOPY data.gz app.zip /\nRUN gunzip data.gz; unzip app.zip\n',
    );
    checkNoFindings('archive-copied-then-unpacked', 'FROM a\nCOPY x.tar /\nRUN tar cf /x.tar /etc && tar tf /x.tar\n');
  });
});
