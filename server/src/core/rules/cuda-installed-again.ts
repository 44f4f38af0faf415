import { removeWord } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { cudaImageOf, type CudaImage } from '../model/cuda';

export default defineRule({
  id: 'cuda-installed-again',
  aliases: ['tally/gpu/no-redundant-cuda-install'],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['apt-get', 'apt', 'dnf', 'yum', 'microdnf', 'zypper'],
  summary: 'CUDA is installed on an image that has it.',
  docs: `
The nvidia/cuda images have CUDA: \`base\` the runtime library, \`runtime\` all libraries, \`devel\` the compiler and headers as well,
those with \`cudnn\` that library too. A package without a version (\`cuda-toolkit\`) brings the newest CUDA in addition, several
gigabytes; \`nvidia-cuda-toolkit\` is the distribution's own, older one, whose \`nvcc\` comes first in PATH.

A package of another CUDA version than the image's is not reported.

**When to ignore:** where the image has to hold a second version.

**The fix** removes the word, where other packages are installed with it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN apt-get update && apt-get install -y cuda-toolkit git\n',
      good: 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN apt-get update && apt-get install -y git\n',
    },
  ],
  *checkStage({ model }, stage) {
    const image = cudaImageOf(stage);
    if (image === undefined) return;
    for (const instruction of stage.instructions) {
      const script = model.scriptOf(instruction);
      for (const { manager, action, operands, command } of model.packageOperationsOf(instruction)) {
        if (manager.kind !== 'os' || action !== 'install') continue;
        for (const word of operands) {
          if (word.value === undefined || !isIncluded(word.value, image)) continue;
          const edit =
            operands.length > 1 && script.source !== 'exec' ? removeWord(instruction, command, word) : undefined;
          yield {
            span: word.span,
            message: `${stage.image?.text ?? 'The base image'} has ${word.value} already.`,
            fixes:
              edit === undefined
                ? []
                : [
                    {
                      title: `Do not install ${word.value}`,
                      applicability: 'review',
                      because: "The image's own CUDA is used then, which may be another patch release.",
                      edits: [edit],
                    },
                  ],
          };
        }
      }
    }
  },
});

function isIncluded(name: string, { version, flavour, hasCudnn }: CudaImage): boolean {
  const plain = name.replace(/[=:].*$/, '');
  const [suffix = '', release] = /-(\d+[-.]\d+)$/.exec(plain) ?? [];
  const base = plain.slice(0, plain.length - suffix.length);
  if (release !== undefined && release.replace('-', '.') !== version) return false;
  if (hasCudnn && /^libcudnn\d*$/.test(base)) return true;
  if (/^cuda-(?:cudart|compat)$/.test(base)) return true;
  if (flavour !== 'base' && /^cuda-(?:runtime|libraries)$/.test(base)) return true;
  return (
    flavour === 'devel' &&
    /^(?:nvidia-cuda-toolkit|cuda(?:-toolkit|-nvcc|-compiler|-libraries-dev|-cudart-dev|-minimal-build|-command-line-tools|-nvml-dev)?)$/.test(
      base,
    )
  );
}
