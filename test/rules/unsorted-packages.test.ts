import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'unsorted-packages';
const run = (command: string): string => `FROM debian:12\nRUN ${command}\n`;

describe(rule, () => {
  it('marks the first package out of order, in any stage', () => {
    checkFindings(
      rule,
      `FROM debian:12 AS build
RUN apt-get install -y zoo foo bar
                           ^^^ ~ unsorted-packages
FROM python:3.13
RUN pip install flask==2.0 django==4.0
                           ^^^^^^^^^^^ ~ unsorted-packages
`,
    );
  });

  it('sorts the words, and keeps the lines, the options and the variables where they are', () => {
    checkFix(
      rule,
      run('apt-get install -y \\\n    wget \\\n    $MORE \\\n    "curl=8" -q \\\n    git'),
      run('apt-get install -y \\\n    "curl=8" \\\n    $MORE \\\n    git -q \\\n    wget'),
    );
  });

  it('sorts lists that a comment separates each for itself', () => {
    checkFix(
      rule,
      run('apt-get install -y \\\n    # web\n    wget curl \\\n    # build\n    gcc make'),
      run('apt-get install -y \\\n    # web\n    curl wget \\\n    # build\n    gcc make'),
    );
  });

  it.each([
    ['names before versions', 'apt-get install -y libx=2 libx-dev=1'],
    ['case that counts', 'npm install -g B a'],
    ['case that does not count', 'npm install -g a B c'],
    ['punctuation that does not count', 'apt-get install -y python3 python-dev'],
    ['words around a variable', 'npm install a b $FOO c'],
    ['files and addresses', 'apt-get install -y ./z.deb ./a.deb'],
    ['exec form', '["apt-get", "install", "wget", "curl"]'],
    ['versions after the names', 'gem install b -v 1 a -v 2'],
    ['requirements', 'pip install -r z.txt -r a.txt -e .'],
    ['no packages', 'apt-get update && npm ci'],
  ])('is silent: %s', (_name, command) => {
    checkNoFindings(rule, run(command));
  });
});
