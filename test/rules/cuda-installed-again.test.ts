import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'cuda-installed-again';

describe(RULE, () => {
  it('marks each package that the image has', () => {
    checkFindings(
      RULE,
      `FROM nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04
RUN apt-get update && apt-get install -y cuda-toolkit-12-4 git cuda-nvcc-12-4 libcudnn9
                                         ^^^^^^^^^^^^^^^^^ ~ ${RULE}
                                                               ^^^^^^^^^^^^^^ ~ ${RULE}
                                                                              ^^^^^^^^^ ~ ${RULE}
RUN apt-get install -y nvidia-cuda-toolkit=11.5
                       ^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
    checkFindings(
      RULE,
      `FROM nvidia/cuda:12.4.1-devel-rockylinux9\nRUN dnf install -y cuda-toolkit-12-4\n                   ^^^^^^^^^^^^^^^^^ ~ ${RULE}\n`,
    );
  });

  it('knows what each flavour has', () => {
    for (const [flavour, name] of [
      ['base', 'cuda-libraries-12-4'],
      ['base', 'cuda-toolkit'],
      ['runtime', 'cuda-toolkit'],
      ['runtime', 'cuda-nvcc-12-4'],
      ['runtime', 'libcudnn9'],
      ['devel', 'tensorrt'],
      ['devel', 'libcudnn9-dev'],
      ['devel', 'libcudnn9'],
    ])
      checkNoFindings(RULE, `FROM nvidia/cuda:12.4.1-${flavour}-ubuntu22.04\nRUN apt-get install -y ${name}\n`);
    checkFindings(
      RULE,
      `FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get install -y cuda-libraries-12-4 cuda-compat-12-4 python3
                       ^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
                                           ^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('says nothing of another version, and on other images', () => {
    checkNoFindings(RULE, 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN apt-get install -y cuda-toolkit-11-8\n');
    checkNoFindings(RULE, 'FROM ubuntu:22.04\nRUN apt-get install -y nvidia-cuda-toolkit\n');
    checkNoFindings(RULE, 'FROM nvidia/cuda:12.4.1-runtime AS a\nRUN true\nFROM a\nRUN apt-get install cuda-toolkit\n');
  });

  it('removes the word where others stay', () => {
    checkFix(
      RULE,
      'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN apt-get install -y \\\n    cuda-toolkit \\\n    git\n',
      'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN apt-get install -y \\\n    git\n',
    );
    checkNoFix(RULE, 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN apt-get install -y cuda-toolkit\n');
  });
});
