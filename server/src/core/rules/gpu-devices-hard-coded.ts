import { removeInstruction } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import type { Dockerfile, Instruction, KeyValue } from '../syntax/dockerfile';
import { remove, type TextEdit } from '../text/edit';

export default defineRule({
  id: 'gpu-devices-hard-coded',
  aliases: ['tally/gpu/no-hardcoded-visible-devices'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['ENV'],
  summary: 'The image names the GPUs that it sees.',
  docs: `
Which GPUs a container gets is decided where it runs (\`--gpus\`, the orchestrator). An index or a UUID in the image fits one
machine: elsewhere it hides the GPU that the container was given. \`NVIDIA_VISIBLE_DEVICES=all\` on an nvidia/cuda image says
what the image has already.

Not reported: \`none\`, \`void\` and empty values, which turn the GPU off, \`all\` on other images, and variables.

**When to ignore:** where the image is made for one machine.

**The fix** removes the variable; without effect where the base image sets the same value.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nENV CUDA_VISIBLE_DEVICES=0\nCMD ["train"]\n',
      good: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCMD ["train"]\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    if (instruction.keyword !== 'ENV') return;
    for (const pair of instruction.pairs) {
      if (!/^(?:NVIDIA|CUDA|HIP|ROCR)_VISIBLE_DEVICES$/.test(pair.key)) continue;
      const value = (pair.value ?? '').trim();
      if (/^(?:|none|void|-1|nodevfiles)$/i.test(value) || value.includes('$')) continue;
      const isAll = /^all$/i.test(value);
      const isGiven = isAll && model.stageOf(instruction)?.facts?.config.env[pair.key] === 'all';
      if (isAll && pair.key !== 'CUDA_VISIBLE_DEVICES' && !isGiven) continue;
      const edit = removalOf(file, model, instruction, pair);
      yield {
        span: pair.span,
        message: isGiven
          ? `The base image sets ${pair.key}=all already.`
          : `${pair.key}=${value} fits one machine: elsewhere it hides the GPU that the container is given.`,
        fixes:
          edit === undefined
            ? []
            : [
                isGiven
                  ? { title: `Remove ${pair.key}`, applicability: 'safe', edits: [edit] }
                  : {
                      title: `Remove ${pair.key}`,
                      applicability: 'review',
                      because: 'The container sees every GPU that it is given.',
                      edits: [edit],
                    },
              ],
      };
    }
  },
});

function removalOf(
  file: Dockerfile,
  model: DockerfileModel,
  instruction: Instruction,
  pair: KeyValue,
): TextEdit | undefined {
  const { pairs } = instruction;
  if (pairs.length === 1) return removeInstruction(file, instruction);
  if (instruction.innerComments.length > 0 || model.stageOf(instruction) === undefined) return undefined;
  const at = pairs.indexOf(pair);
  const previous = pairs[at - 1];
  const next = pairs[at + 1];
  if (previous !== undefined) return remove({ start: previous.span.end, end: pair.span.end });
  return next === undefined ? undefined : remove({ start: pair.span.start, end: next.span.start });
}
