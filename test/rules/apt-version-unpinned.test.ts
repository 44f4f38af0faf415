import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

const rule = 'apt-version-unpinned';

describe(rule, () => {
  it('marks the names without a version, those that follow each other as one', () => {
    checkFindings(
      rule,
      `FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1-10 git wget make=4.3-4.1 gcc
                                                                                ^^^^^^^^ ~ apt-version-unpinned
`,
    );
  });

  it('judges builder stages, exec form and ONBUILD too', () => {
    checkFindings(
      rule,
      `FROM debian:12 AS build
RUN ["apt-get", "install", "-y", "gcc"]
                                 ^^^^^ ~ apt-version-unpinned
ONBUILD RUN aptitude install -y make
                                ^^^^ ~ apt-version-unpinned
FROM debian:12
`,
    );
  });

  it('replaces variables of the Dockerfile, also those that hold a list', () => {
    checkFindings(
      rule,
      `FROM debian:12
ENV PACKAGES="curl git=1:2.39" V=1.2
RUN apt-get install -y nginx=\$V \$PACKAGES
                                ^^^^^^^^^ ~ apt-version-unpinned
`,
    );
  });

  it.each([
    ['files', 'FROM debian:12\nRUN apt-get install -y ./tool.deb /tmp/x.deb "$FILE".deb\n'],
    ['a release that is named', 'FROM debian:12\nRUN apt-get install -y curl/bookworm-backports\n'],
    ['the release after -t', 'FROM debian:12\nRUN apt-get install -y -t bookworm-backports curl=8.0\n'],
    [
      'a version in an argument (hadolint#928)',
      'FROM debian:12\nARG V\nRUN apt-get install -y nginx=$V nginx-extras="${V}"\n',
    ],
    [
      'words that the text does not decide',
      'FROM debian:12\nARG LIST\nRUN apt-get install -y $LIST $OTHER $(cat packages.txt)\n',
    ],
    ['tasks, and packages that are removed', 'FROM debian:12\nRUN apt-get install -y lamp-server^ exim4-\n'],
    [
      'calls that install nothing by name',
      'FROM debian:12\nRUN apt-get update && apt-get build-dep -y vim && apt-get install -f -y && apt-get remove -y curl\n',
    ],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });

  it('counts where there is much', () => {
    expect(messageOf(rule, 'FROM debian:12\nRUN apt-get install -y a b c d e f\n')).toContain('a, b, c, d, 2 more');
  });
});
