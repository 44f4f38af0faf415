import { defineRule, type Fix } from '../lint/rule';
import { stageChain } from '../model/configuration';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import { accountsOfChain } from '../model/user-accounts';
import type { Instruction, Word } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'non-numeric-user',
  aliases: ['hadolint/DL3066'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['USER'],
  summary: 'The user of the container is a name, which Kubernetes cannot check.',
  docs: `
With \`runAsNonRoot: true\`, Kubernetes starts a container only if it can see that its user is not root. It does not read the
image's \`/etc/passwd\`, so it refuses a USER that is a name ("image has non-numeric user"). A number can be checked, and
needs no file to be looked up.

Only the USER that the final image ends with is reported; root has a rule of its own.

**When to ignore:** where the image never runs under Kubernetes, or the pod says \`runAsUser\`.

**The fix** writes the id, where the Dockerfile or the base image tells it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN adduser -D -u 10001 app\nUSER app\n',
      good: 'FROM alpine:3.22\nRUN adduser -D -u 10001 app\nUSER 10001\n',
    },
  ],
  *check({ file, model }) {
    const final = model.finalStage;
    if (final?.facts?.distribution.family === 'windows') return;
    const instructions =
      final === undefined ? file.instructions : stageChain(final).flatMap((stage) => stage.instructions);
    const instruction = instructions.findLast(({ keyword }) => keyword === 'USER');
    const [word] = instruction?.words ?? [];
    if (instruction === undefined || word === undefined) return;
    const [name = ''] = (final === undefined ? word.value : (model.finalState(final).user.text ?? '')).split(':');
    // The pod may run another stage's user where an argument names it.
    if (name === '' || name === 'root' || name.includes('$') || /^\d+$/.test(name)) return;
    const id = final === undefined ? undefined : idOf(model, final, name);
    yield {
      span: word.span,
      message: `USER is the name ${name}, of which Kubernetes cannot tell that it is not root.`,
      fixes: id === undefined ? [] : fixesFor(instruction, word, name, id),
    };
  },
});

function idOf(model: DockerfileModel, stage: Stage, name: string): number | undefined {
  const created = accountsOfChain(model, stage).filter((account) => account.kind === 'user' && account.name === name);
  if (created.length > 0) return created.at(-1)?.id;
  return stage.facts?.users.find((user) => user.name === name)?.uid;
}

function fixesFor(instruction: Instruction, word: Word, name: string, id: number): readonly Fix[] {
  if (id === 0 || !word.text.startsWith(name) || instruction.words.length !== 1) return [];
  return [
    {
      title: `Use the id ${id}`,
      applicability: 'review',
      because: 'The configuration of the image names the number then; HOME and the groups are still found by it.',
      edits: [replace({ start: word.span.start, end: word.span.start + name.length }, String(id))],
    },
  ];
}
