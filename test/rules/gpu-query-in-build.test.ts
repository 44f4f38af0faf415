import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const RULE = 'gpu-query-in-build';

describe(RULE, () => {
  it('marks nvidia-smi and the call that asks', () => {
    checkFindings(
      RULE,
      `FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN echo GPU && nvidia-smi | grep CUDA
                ^^^^^^^^^^ ~ ${RULE}
RUN python3 -c "import torch; assert torch.cuda.is_available()"
                                     ^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
RUN uv run python -c "import tensorflow as tf; print(tf.config.list_physical_devices('GPU'))"
                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
RUN ["python", "-c", "import jax; jax.devices()"]
                                  ^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('reads heredocs, but not their comments', () => {
    checkFindings(
      RULE,
      `FROM pytorch/pytorch
RUN python <<EOF
import torch
# torch.cuda.device_count() is 0 in builds
print(torch.cuda.get_device_name(0))
      ^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
EOF
RUN <<EOF
nvidia-smi -L
^^^^^^^^^^ ~ ${RULE}
EOF
`,
    );
  });

  it('says nothing of what runs in a container, of words about it, and where a failure is accepted', () => {
    for (const line of [
      'CMD ["nvidia-smi"]',
      'HEALTHCHECK CMD nvidia-smi',
      'RUN echo "torch.cuda.is_available()"',
      'RUN nvidia-smi || true',
      'RUN if command -v nvidia-smi; then nvidia-smi; fi',
      'RUN command -v nvidia-smi',
      'RUN python -c "import torch; print(torch.version.cuda)"',
      'RUN python setup.py -x "torch.cuda.is_available()"',
    ])
      checkNoFindings(RULE, `FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\n${line}\n`);
    checkNoFindings(RULE, '# syntax=docker/dockerfile:1-labs\nFROM a\nRUN --device=nvidia.com/gpu=all nvidia-smi\n');
  });
});
