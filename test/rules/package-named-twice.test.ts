import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings } from '../support/check';

const rule = 'package-named-twice';

describe(rule, () => {
  it('marks the second name in a call, and removes it', () => {
    checkFindings(
      rule,
      `FROM debian:12
RUN apt-get install -y a b a
                           ^ ~ package-named-twice
RUN pip install flask requests flask
                               ^^^^^ ~ package-named-twice
`,
    );
    checkFixAll(
      rule,
      'FROM debian:12\nRUN apt-get install -y a \\\n    b \\\n    a \\\n    && true\n',
      'FROM debian:12\nRUN apt-get install -y a \\\n    b \\\n    && true\n',
    );
  });

  it('marks what an earlier step installs, also one of the stage below', () => {
    checkFindings(
      rule,
      `FROM debian:12 AS base
RUN apt-get update && apt-get install -y curl git
FROM base
RUN apt-get update && apt-get install -y git vim
                                         ^^^ ~ package-named-twice
`,
    );
  });

  it.each([
    ['another stage', 'RUN apt-get install -y git\nFROM debian:12\nRUN apt-get install -y git'],
    ['another version', 'RUN apt-get install -y git\nRUN apt-get install -y git=1'],
    ['another source', 'RUN apt-get install -y git\nRUN add-apt-repository ppa:x && apt-get install -y git'],
    [
      'a list of sources',
      'RUN apt-get install -y git\nCOPY x.list /etc/apt/sources.list.d/\nRUN apt-get install -y git',
    ],
    ['another release', 'RUN apt-get install -y git\nRUN apt-get install -y -t testing git'],
    ['a removal between', 'RUN apt-get install -y git && apt-get purge -y git\nRUN apt-get install -y git'],
    ['a condition', 'RUN if [ -n "$X" ]; then apt-get install -y git; fi\nRUN apt-get install -y git'],
    ['a script between', 'RUN apt-get install -y curl && curl -fsSL https://x.test | sh\nRUN apt-get install -y curl'],
    ['a set with a name', 'RUN apk add git && apk add --virtual .build git'],
    ['other extras', 'RUN pip install a a[b] "a>1"'],
    ['packages of a language in two calls', 'RUN npm install -g a\nRUN npm install a'],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, `FROM debian:12\n${text}\n`);
  });
});
