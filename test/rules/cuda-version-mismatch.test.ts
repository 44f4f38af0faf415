import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const RULE = 'cuda-version-mismatch';

describe(RULE, () => {
  it('marks the word that names the other CUDA', () => {
    checkFindings(
      RULE,
      `FROM nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04 AS base
RUN pip install --index-url https://download.pytorch.org/whl/cu118 torch torchvision
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
RUN pip3 install torch==2.0.0+cu118 torchvision==0.15.1+cu118
                 ^^^^^^^^^^^^^^^^^^ ~ ${RULE}
RUN uv pip install --torch-backend cu128 torch
                                   ^^^^^ ~ ${RULE}
FROM base
RUN conda install -y pytorch pytorch-cuda=11.8 -c pytorch
                             ^^^^^^^^^^^^^^^^^ ~ ${RULE}
RUN python3 -m pip install --extra-index-url=https://download.pytorch.org/whl/nightly/cu130 torch
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes the same version and an older minor one', () => {
    for (const install of [
      'pip install --index-url https://download.pytorch.org/whl/cu124 torch',
      'pip install torch==2.4.0+cu121',
      'uv pip install --torch-backend=cu124 torch',
      'uv pip install --torch-backend=auto torch',
      'mamba install cudatoolkit=12.1',
      'pip install --index-url https://download.pytorch.org/whl/cpu torch',
      'pip install torch',
    ])
      checkNoFindings(RULE, `FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN ${install}\n`);
  });

  it('reads two digits before the last as the major version', () => {
    checkNoFindings(RULE, 'FROM nvidia/cuda:10.2-runtime\nRUN pip install torch==1.7.0+cu102\n');
    checkFindings(
      RULE,
      `FROM nvidia/cuda:10.2-runtime\nRUN pip install torch==1.4.0+cu92\n                ^^^^^^^^^^^^^^^^^ ~ ${RULE}\n`,
    );
  });

  it('says nothing on other images, without a version, and of what is not installed', () => {
    checkNoFindings(RULE, 'FROM ubuntu:22.04\nRUN pip install torch==2.0.0+cu118\n');
    checkNoFindings(RULE, 'FROM nvidia/cuda:latest\nRUN pip install torch==2.0.0+cu118\n');
    checkNoFindings(RULE, 'ARG V\nFROM nvidia/cuda:$V\nRUN pip install torch==2.0.0+cu118\n');
    checkNoFindings(RULE, 'FROM nvidia/cuda:12.4.1-base\nRUN pip uninstall torch==2.0.0+cu118\n');
  });
});
