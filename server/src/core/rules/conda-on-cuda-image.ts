import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { cudaImageOf } from '../model/cuda';

export default defineRule({
  id: 'conda-on-cuda-image',
  aliases: ['tally/gpu/prefer-uv-over-conda'],
  category: 'size',
  severity: 'hint',
  preset: 'strict',
  needs: ['conda', 'mamba', 'micromamba'],
  summary: 'Conda brings a second CUDA to an image that has one.',
  docs: `
Conda installs Python, and with PyTorch and the like a CUDA of its own, beside the one that the nvidia/cuda image is chosen for.
The PyTorch project publishes no Conda packages of its own since 2.6; wheels, with pip or uv, are its supported way, smaller and
faster to install.

Silent where an environment file is used (\`conda env create\`, environment.yml), which says more than Python packages, and where
only tools are installed.

**When to ignore:** where packages are needed that only Conda has.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN conda install -y pytorch numpy\n',
      good: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN uv pip install --system torch numpy\n',
    },
  ],
  *checkStage({ model, context }, stage) {
    if (cudaImageOf(stage) === undefined) return;
    const chain = stageChain(stage).flatMap(({ instructions }) => instructions);
    const operations = stage.instructions
      .flatMap((instruction) => model.packageOperationsOf(instruction))
      .filter(({ manager }) => /^(?:conda|mamba|micromamba)$/.test(manager.name));
    const usesFile = chain.some((instruction) =>
      /\benvironment\.ya?ml\b|\b(?:conda|mamba|micromamba) env (?:create|update)\b/.test(instruction.logical.text),
    );
    if (usesFile || context?.exists('environment.yml') === true || context?.exists('environment.yaml') === true) return;
    const found = operations.find(
      ({ action, operands }) => action === 'install' && operands.some(({ value }) => PACKAGES.test(value ?? '')),
    );
    if (found?.verb === undefined) return;
    const { command, verb } = found;
    yield {
      span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
      message: `${found.manager.name} brings a CUDA of its own to an image that has one.`,
    };
  },
});

/** Packages for computing in Python, all of them on PyPI too. */
const PACKAGES =
  /^(?:[\w-]+::)?(?:pytorch|torch(?:vision|audio|text)?|pytorch-cuda|tensorflow(?:-gpu|-base)?|jax(?:lib)?|keras|flash-attn|xformers|transformers|accelerate|diffusers|bitsandbytes|deepspeed|triton|vllm|cupy|numba|numpy|scipy|pandas|scikit-learn|opencv|cudatoolkit|cudnn)(?:$|[=<>!\s[].*)/;
