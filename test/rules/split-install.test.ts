import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'split-install';
const run = (command: string): string => `FROM debian:12\nRUN ${command}\n`;

describe(rule, () => {
  it('marks the second of two calls', () => {
    checkFindings(
      rule,
      `FROM debian:12
RUN apt-get update; apt-get install -y a; apt-get install -y b
                                          ^^^^^^^^^^^^^^^ ~ split-install
`,
    );
  });

  it('moves the packages to the first call', () => {
    checkFix(
      rule,
      run('apt-get install -y \\\n    a \\\n  && apt-get install -y \\\n    b \\\n    c=1 \\\n  && true'),
      run('apt-get install -y \\\n    a b c=1 \\\n  && true'),
    );
  });

  it('keeps options at the end of the first call', () => {
    checkFix(rule, run('apk add a --no-cache && apk add --no-cache b'), run('apk add a b --no-cache'));
  });

  it('joins calls of a heredoc', () => {
    checkFix(
      rule,
      'FROM fedora:42\nRUN <<EOF\ndnf install -y a\ndnf install -y b\ndnf clean all\nEOF\n',
      'FROM fedora:42\nRUN <<EOF\ndnf install -y a b\ndnf clean all\nEOF\n',
    );
  });

  it.each([
    ['other options', 'apt-get install -y a && apt-get install -y --no-install-recommends b'],
    ['something between', 'apt-get install -y a && apt-get update && apt-get install -y b'],
    ['another manager', 'apt-get install -y a && apt install -y b'],
    ['an alternative', 'apt-get install -y a || apt-get install -y b'],
    ['a source of packages', 'yum install -y epel-release && yum install -y b'],
    ['a virtual package', 'apk add --virtual .a a && apk add --virtual .b b'],
    ['lists in variables, which mean something', 'apt-get install -y $runtime && apt-get install -y $build'],
    ['packages of a language', 'pip install a && pip install b'],
  ])('is silent: %s', (_name, command) => {
    checkNoFindings(rule, run(command));
  });
});
