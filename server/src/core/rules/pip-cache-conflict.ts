import { removeWord } from '../lint/rewrite';
import { defineRule, type Report } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { mountsOf } from '../model/mounts';
import { hasPipCacheMount, hasPipCacheVariable, isPip } from '../model/pip';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'pip-cache-conflict',
  aliases: [],
  category: 'cache',
  severity: 'warning',
  preset: 'recommended',
  needs: ['pip', 'pip2', 'pip3'],
  summary: 'A cache mount for pip is there, and pip is told not to use a cache.',
  docs: `
A cache mount on \`~/.cache/pip\` keeps downloads between builds. With \`--no-cache-dir\` or \`PIP_NO_CACHE_DIR\` pip neither
reads nor writes it, so that every build downloads everything again. The mount already keeps the cache out of the image.

**When to ignore:** never; one of the two is to go.

**The fix** removes \`--no-cache-dir\`. The image stays the same. A variable is left to you, as it may serve other steps.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.12-slim-bookworm\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir flask\n',
      good: 'FROM python:3.12-slim-bookworm\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!mountsOf(instruction).some(({ type }) => type === 'cache') || !hasPipCacheMount(model, instruction)) return;
    yield* conflicts(model, instruction);
  },
});

function* conflicts(model: DockerfileModel, instruction: Instruction): Iterable<Report> {
  for (const operation of model.packageOperationsOf(instruction).filter(isPip)) {
    const { command, options } = operation;
    const option = options.find(({ name }) => name === '--no-cache-dir' || name === '--no-cache');
    const isVariableSet = hasPipCacheVariable(model, instruction, operation);
    if (operation.action !== 'install') continue;
    if (option !== undefined) {
      const edit = removeWord(instruction, command, option.word);
      yield {
        span: option.word.span,
        message: 'With --no-cache-dir pip does not use the cache that is mounted for it.',
        ...(edit === undefined
          ? {}
          : { fixes: [{ title: 'Remove --no-cache-dir', applicability: 'safe' as const, edits: [edit] }] }),
      };
    } else if (isVariableSet && command.nameWord !== undefined) {
      const pair = [...(model.stageOf(instruction)?.instructions ?? [])]
        .flatMap(({ pairs }) => pairs)
        .find(({ key }) => key === 'PIP_NO_CACHE_DIR');
      yield {
        span: command.nameWord.span,
        message: 'PIP_NO_CACHE_DIR is set, so pip does not use the cache that is mounted for it.',
        ...(pair === undefined ? {} : { related: [{ span: pair.span, message: 'Turned off here.' }] }),
      };
    }
  }
}
