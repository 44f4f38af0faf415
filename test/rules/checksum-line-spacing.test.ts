import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings } from '../support/check';

describe('checksum-line-spacing', () => {
  const sum = '0123456789abcdef'.repeat(4);

  // Measured with BusyBox 1.35: one space is status 1, two are "OK".
  it('adds the second space', () => {
    checkFixAll(
      'checksum-line-spacing',
      `FROM alpine:3.22\nRUN echo "${sum} a.tgz" | sha256sum -c -\n`,
      `FROM alpine:3.22\nRUN echo "${sum}  a.tgz" | sha256sum -c -\n`,
    );
    checkFixAll(
      'checksum-line-spacing',
      'FROM alpine:3.22\nRUN echo "${SUM} a.tgz" | sha256sum -c\n',
      'FROM alpine:3.22\nRUN echo "${SUM}  a.tgz" | sha256sum -c\n',
    );
  });

  it('marks two words, which echo joins with one space', () => {
    checkFindings(
      'checksum-line-spacing',
      `FROM alpine:3.22
RUN echo $SUM a.tgz | sha256sum -c
         ^^^^^^^^^^ ~ checksum-line-spacing
`,
    );
  });

  it('says nothing of two spaces, a star, other programs, and other images', () => {
    for (const text of [
      `alpine:3.22\nRUN echo "${sum}  a.tgz" | sha256sum -c`,
      `alpine:3.22\nRUN echo "${sum} *a.tgz" | sha256sum -c`,
      `alpine:3.22\nRUN echo "${sum} a.tgz" | cat`,
      `alpine:3.22\nRUN apk add coreutils && echo "${sum} a.tgz" | sha256sum -c`,
      `debian:12\nRUN echo "${sum} a.tgz" | sha256sum -c`,
      `example.com/unknown\nRUN echo "${sum} a.tgz" | sha256sum -c`,
    ])
      checkNoFindings('checksum-line-spacing', `FROM ${text}\n`);
  });
});
