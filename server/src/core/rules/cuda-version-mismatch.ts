import { defineRule } from '../lint/rule';
import { cudaImageOf, cudaOfWheel, fitsCuda } from '../model/cuda';
import type { PackageOperation } from '../model/packages';
import type { ShellWord } from '../shell/shell';

export default defineRule({
  id: 'cuda-version-mismatch',
  aliases: ['tally/gpu/cuda-version-mismatch'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['pip', 'pip3', 'uv', 'conda', 'mamba', 'micromamba', 'poetry', 'pipenv', 'pdm'],
  summary: 'Packages are made for another CUDA than the base image has.',
  docs: `
PyTorch's wheels are made for one CUDA version each: \`cu118\` for 11.8, \`cu121\` for 12.1. Next to an image with another one the
program loads its own libraries, extensions that are compiled in the image do not fit ("The detected CUDA version mismatches
the version that was used to compile PyTorch"), and the image carries both, several gigabytes each.

Reported for nvidia/cuda images where the major versions differ, or the packages want a newer minor version.

**When to ignore:** where nothing is compiled and the base image's CUDA is not used; a plain base image does then.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install --index-url https://download.pytorch.org/whl/cu118 torch\n',
      good: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install --index-url https://download.pytorch.org/whl/cu124 torch\n',
    },
  ],
  *checkStage({ model }, stage) {
    const image = cudaImageOf(stage);
    if (image === undefined) return;
    for (const instruction of stage.instructions) {
      for (const operation of model.packageOperationsOf(instruction)) {
        const found = wantedBy(operation).find(({ version }) => !fitsCuda(version, image.version));
        if (found === undefined) continue;
        yield {
          span: found.word.span,
          message: `These packages are made for CUDA ${found.version}, the base image has CUDA ${image.version}.`,
          related:
            stage.baseWord === undefined || stage.parent !== undefined
              ? []
              : [{ span: stage.baseWord.span, message: `CUDA ${image.version}.` }],
        };
      }
    }
  },
});

interface Wanted {
  readonly word: ShellWord;
  readonly version: string;
}

function wantedBy({ manager, action, command }: PackageOperation): readonly Wanted[] {
  if (manager.kind !== 'language' || action !== 'install') return [];
  return command.args.flatMap((word, index) => {
    const text = word.value ?? word.text;
    const before = command.args[index - 1]?.value;
    const isBackend = before === '--torch-backend' || text.startsWith('--torch-backend=');
    const [, wheel] = (isBackend ? /(cu\d+)$/ : /(?:\/whl\/(?:\w+\/)?|\+)(cu\d{2,4})(?![\w])/).exec(text) ?? [];
    const [, conda] = /^(?:pytorch-cuda|cudatoolkit|cuda-version)=+(\d+\.\d+)/.exec(text) ?? [];
    const version = conda ?? (wheel === undefined ? undefined : cudaOfWheel(wheel));
    return version === undefined ? [] : [{ word, version }];
  });
}
