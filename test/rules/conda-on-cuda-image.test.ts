import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const RULE = 'conda-on-cuda-image';
const BASE = 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04';

describe(RULE, () => {
  it('marks the first installation of each stage', () => {
    checkFindings(
      RULE,
      `${BASE} AS base
RUN conda install -y numpy
    ^^^^^^^^^^^^^ ~ ${RULE}
RUN mamba install -y pytorch
FROM base
RUN micromamba install -y pytorch::pytorch=2.5
    ^^^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('says nothing of tools, of environment files, and on other images', () => {
    checkNoFindings(RULE, `${BASE}\nRUN conda install -y gcc cmake\n`);
    checkNoFindings(RULE, `${BASE}\nRUN conda env create -f env.yml\nRUN conda install numpy\n`);
    checkNoFindings(RULE, `${BASE}\nCOPY environment.yml .\nRUN conda install numpy\n`);
    checkNoFindings(RULE, `${BASE}\nRUN conda install numpy\n`, { context: { 'environment.yml': 'name: x\n' } });
    checkNoFindings(RULE, `${BASE}\nRUN uv pip install --system torch && conda remove numpy\n`);
    checkNoFindings(RULE, 'FROM ubuntu\nRUN conda install -y pytorch\n');
  });
});
