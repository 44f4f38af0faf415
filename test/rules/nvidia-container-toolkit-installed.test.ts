import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'nvidia-container-toolkit-installed';

describe(RULE, () => {
  it('marks the package, once in each call', () => {
    checkFindings(
      RULE,
      `FROM ubuntu
RUN apt-get install -y curl nvidia-container-toolkit=1.17.0-1 nvidia-docker2
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
FROM alpine
RUN apk add libnvidia-container1
            ^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('says nothing of other packages, and where the image runs containers', () => {
    checkNoFindings(RULE, 'FROM ubuntu\nRUN apt-get install -y my-nvidia-container-toolkit nvidia-utils-550\n');
    checkNoFindings(RULE, 'FROM ubuntu\nRUN apt-get install -y docker-ce nvidia-container-toolkit\n');
    checkNoFindings(RULE, 'FROM ubuntu\nRUN apt-get install -y containerd.io\nRUN apt-get install nvidia-docker2\n');
    checkNoFindings(RULE, 'FROM docker:dind\nRUN apk add nvidia-container-toolkit\n');
  });

  it('removes the word where others stay', () => {
    checkFix(
      RULE,
      'FROM ubuntu\nRUN apt-get install -y nvidia-docker2 curl\n',
      'FROM ubuntu\nRUN apt-get install -y curl\n',
    );
    checkNoFix(RULE, 'FROM ubuntu\nRUN apt-get install -y nvidia-docker2\n');
  });
});
