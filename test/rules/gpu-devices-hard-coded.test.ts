import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const RULE = 'gpu-devices-hard-coded';

describe(RULE, () => {
  it('marks the pair', () => {
    checkFindings(
      RULE,
      `FROM ubuntu
ENV A=1 CUDA_VISIBLE_DEVICES=0,1
        ^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
ENV NVIDIA_VISIBLE_DEVICES "GPU-0a1b2c3d"
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=all
    ^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes what turns the GPU off, variables, and all on other images', () => {
    for (const value of ['none', 'None', 'void', '""', '$GPUS', '${GPUS:-0}', 'all'])
      checkNoFindings(RULE, `FROM ubuntu\nARG GPUS\nENV NVIDIA_VISIBLE_DEVICES=${value}\n`);
    checkNoFindings(RULE, 'FROM ubuntu\nENV CUDA_VISIBLE_DEVICES=-1\n');
    checkNoFindings(RULE, 'FROM nvcr.io/nvidia/pytorch:24.01-py3\nENV NVIDIA_VISIBLE_DEVICES=all\n');
  });

  it('removes the variable, safely where the base image sets the same', () => {
    const safe = checkFix(
      RULE,
      'FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nENV NVIDIA_VISIBLE_DEVICES=all\nCMD a\n',
      'FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nCMD a\n',
    );
    expect(safe.applicability).toBe('safe');
    const first = checkFix(RULE, 'FROM ubuntu\nENV CUDA_VISIBLE_DEVICES=0 A=1\n', 'FROM ubuntu\nENV A=1\n');
    expect(first.applicability).toBe('review');
    checkFix(RULE, 'FROM ubuntu\nENV A=1 \\\n  CUDA_VISIBLE_DEVICES=0\n', 'FROM ubuntu\nENV A=1\n');
  });
});
