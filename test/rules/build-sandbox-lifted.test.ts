import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('build-sandbox-lifted', () => {
  it('marks the flags, variables replaced', () => {
    checkFindings(
      'build-sandbox-lifted',
      `FROM alpine:3.22
ARG MODE=host
RUN --security=insecure ls
    ^^^^^^^^^^^^^^^^^^^ ~ build-sandbox-lifted
RUN --mount=type=cache,target=/c --network=$MODE ls
                                 ^^^^^^^^^^^^^^^ ~ build-sandbox-lifted
ONBUILD RUN --network=host ls
            ^^^^^^^^^^^^^^ ~ build-sandbox-lifted
`,
    );
  });

  it('says nothing of other values', () => {
    checkNoFindings(
      'build-sandbox-lifted',
      'FROM alpine\nARG MODE\nRUN --security=sandbox ls\nRUN --network=none ls\nRUN --network=default ls\nRUN --network=$MODE ls\nRUN ls\n',
    );
  });
});
