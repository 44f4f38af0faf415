import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings } from '../support/check';

describe('wget-progress-bar', () => {
  it('marks each wget that prints', () => {
    checkFindings(
      'wget-progress-bar',
      `FROM debian:12
RUN wget https://example.com/a && wget -O b https://example.com/b
    ^^^^ ~ wget-progress-bar
                                  ^^^^ ~ wget-progress-bar
ONBUILD RUN wget https://example.com/c
            ^^^^ ~ wget-progress-bar
`,
    );
  });

  it('says nothing where it is quiet, brief, or prints elsewhere', () => {
    for (const option of [
      '-q',
      '-nv',
      '-qO-',
      '-O- -q',
      '--quiet',
      '--no-verbose',
      '--progress=dot:giga',
      '--progress dot',
      '-o log',
      '--output-file=log',
      '-a log',
      '--append-output=log',
    ])
      checkNoFindings('wget-progress-bar', `FROM debian:12\nRUN wget ${option} https://example.com/a\n`);
    checkNoFindings('wget-progress-bar', 'FROM debian:12\nRUN echo wget && apt-get install -y wget\n');
    checkNoFindings('wget-progress-bar', 'FROM debian:12\nHEALTHCHECK CMD wget --spider http://localhost/\n');
  });

  it('adds what this wget knows', () => {
    checkFixAll(
      'wget-progress-bar',
      'FROM debian:12\nRUN wget https://example.com/a\n',
      'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/a\n',
    );
    checkFixAll(
      'wget-progress-bar',
      'FROM alpine:3.22\nRUN ["wget", "https://example.com/a"]\n',
      'FROM alpine:3.22\nRUN ["wget", "-q", "https://example.com/a"]\n',
    );
  });
});
