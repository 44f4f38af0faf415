import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'apk-version-unpinned';

describe(rule, () => {
  it('marks names without a version, not those of virtual packages', () => {
    checkFindings(
      rule,
      `FROM alpine:3.22
RUN apk add --no-cache --virtual .build-deps gcc musl-dev
                                             ^^^^^^^^^^^^ ~ apk-version-unpinned
RUN apk --no-cache add curl@edge jq~1.8
                       ^^^^^^^^^ ~ apk-version-unpinned
`,
    );
  });

  it.each([
    ['all kinds of constraints', 'FROM alpine:3.22\nRUN apk add "a>=1" b=1.2-r0 c~1.2 "d<3" e==2\n'],
    [
      'files, conflicts, virtual packages and what is provided',
      'FROM alpine:3.22\nRUN apk add ./x.apk tool-1.0.apk !libressl .run-deps so:libssl.so.3\n',
    ],
    [
      'a repository',
      'FROM alpine:3.22\nRUN apk add --repository https://dl.example.org/edge/testing -X https://dl.example.org/main flow=1-r0\n',
    ],
    [
      'a list from a command, as the images of languages make it',
      'FROM alpine:3.22\nRUN apk add --no-network --virtual .run-deps $runDeps $(scanelf --needed)\n',
    ],
    ['other calls', 'FROM alpine:3.22\nRUN apk update && apk del gcc && apk upgrade\n'],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });
});
