import { defineRule, type Report } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { isWithin } from '../model/paths';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import { replace } from '../text/edit';

export default defineRule({
  id: 'named-user-in-passwdless-image',
  aliases: ['tally/named-identity-in-passwdless-stage'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  summary: 'A user is named in an image that knows no such name.',
  docs: `
Names of users are looked up in \`/etc/passwd\` of the image itself. \`scratch\` has none, and distroless images know \`root\`,
\`nobody\` and \`nonroot\` only: \`COPY --chown=app\` fails the build, and \`USER app\` the start of the container ("no matching
entries in passwd file"). Numbers need no file.

Silent where the stage copies \`/etc/passwd\` (and \`/etc/group\`) from another one.

**When to ignore:** never; use numbers.

**The fix** writes 65532, the id of distroless' \`nonroot\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM scratch\nCOPY app /app\nUSER app\nENTRYPOINT ["/app"]\n',
      good: 'FROM scratch\nCOPY app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n',
    },
  ],
  *checkStage({ model }, stage) {
    const names = namesIn(stage);
    if (names === undefined) return;
    for (const instruction of stage.instructions) {
      const owner = instruction.flags.find(({ name }) => name === 'chown');
      const [word] = instruction.keyword === 'USER' ? instruction.words : [];
      if (word !== undefined) yield* reportsFor(model, stage, instruction, word.text, word.span, names);
      else if (owner?.value !== undefined && owner.valueSpan !== undefined)
        yield* reportsFor(model, stage, instruction, owner.value, owner.valueSpan, names);
    }
  },
});

/** The names that the image knows; `undefined` where it has a file of its own. */
function namesIn({ facts }: Stage): readonly string[] | undefined {
  if (facts === undefined) return undefined;
  if (facts.variant === 'scratch' && facts.distribution.family === 'none') return [];
  return facts.isDistroless && facts.family === 'distroless'
    ? ['root', 'nobody', 'nonroot', 'tty', 'staff']
    : undefined;
}

function* reportsFor(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  text: string,
  span: Span,
  names: readonly string[],
): Iterable<Report> {
  if (/["'$\\]/.test(text)) return;
  const unknown = text
    .split(':')
    .filter((name) => name !== '' && !/^\d+$/.test(name) && name !== 'root' && !names.includes(name));
  const [first] = unknown;
  if (first === undefined || bringsAccounts(model, stage, instruction)) return;
  const image = stage.image?.text ?? 'the image';
  yield {
    span,
    message: `${image} knows no user or group called ${first}.`,
    fixes: [
      {
        title: 'Use 65532:65532',
        applicability: 'review',
        because: 'Files that belong to another number have to belong to this one.',
        edits: [replace(span, '65532:65532')],
      },
    ],
  };
}

/** An instruction above copies /etc/passwd, the whole of /etc, or a whole file system. */
function bringsAccounts(model: DockerfileModel, stage: Stage, before: Instruction): boolean {
  return stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ index }) => index < before.index || instructionIsUser(before))
    .some((instruction) => {
      const copy = model.copyOf(instruction);
      if (copy === undefined) return false;
      const target = copy.destinationPath?.replace(/(?<=.)\/$/, '');
      if (copy.destination === undefined) return false;
      if (target === undefined) return true;
      if (isWithin(target, '/etc') && (target === '/etc' || /passwd|group/.test(target))) return true;
      // ADD of an archive, or a copy of a whole root, may hold it.
      return (
        target === '/' &&
        (instruction.keyword === 'ADD' || copy.sources.some(({ path }) => path === '' || path === undefined))
      );
    });
}

function instructionIsUser({ keyword }: Instruction): boolean {
  return keyword === 'USER';
}
