import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'apk-build-packages-kept';

describe(rule, () => {
  it('marks compilers and headers', () => {
    checkFindings(
      rule,
      `FROM alpine:3.22
RUN apk add --no-cache gcc musl-dev=1.2
                       ^^^^^^^^^^^^^^^^ ~ apk-build-packages-kept
RUN apk add --no-cache curl libffi-dev
                            ^^^^^^^^^^ ~ apk-build-packages-kept
`,
    );
  });

  it('names the set and removes it at the end', () => {
    checkFix(
      rule,
      'FROM alpine:3.22\nRUN apk add --no-cache gcc musl-dev \\\n    && pip install x \\\n    && echo done\nCMD ["x"]\n',
      'FROM alpine:3.22\nRUN apk add --virtual .build-deps --no-cache gcc musl-dev \\\n    && pip install x \\\n    && echo done \\\n    && apk del --no-network .build-deps\nCMD ["x"]\n',
    );
  });

  it.each([
    ['packages that run', 'FROM alpine:3.22\nRUN apk add --no-cache curl git make\n'],
    ['a set with a name', 'FROM alpine:3.22\nRUN apk add --virtual .build gcc && apk add -t .b g++\n'],
    ['packages that are removed', 'FROM alpine:3.22\nRUN apk add gcc && make && apk del gcc\n'],
    [
      'a build with several stages',
      'FROM alpine:3.22 AS build\nRUN apk add gcc\nFROM alpine:3.22\nCOPY --from=build /x /x\n',
    ],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });

  it.each([
    ['a later RUN may compile', 'FROM alpine:3.22\nRUN apk add gcc && make\nRUN make test\n'],
    ['nothing follows in the RUN', 'FROM alpine:3.22\nRUN apk add gcc musl-dev\n'],
    ['packages that run are in the list', 'FROM alpine:3.22\nRUN apk add gcc curl && make\n'],
  ])('offers no fix: %s', (_name, text) => {
    checkNoFix(rule, text);
  });
});
