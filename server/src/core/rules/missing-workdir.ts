import { insertLinesBefore } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { baseName } from '../model/paths';
import type { CopyOperation, Stage } from '../model/stage';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'missing-workdir',
  aliases: ['hadolint/DL3045', 'tally/hadolint/DL3045'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['COPY', 'ADD'],
  summary: 'Files are copied to a relative path while the working directory is the root directory.',
  docs: `
Without WORKDIR, \`COPY . .\` fills the root directory of the image: files lie beside \`/bin\` and \`/etc\`, a \`lib\` or \`var\`
of yours is merged into the system's, and a user without privileges cannot write next to them.

It happens most in the last of several stages: nothing carries over from one stage to another, WORKDIR neither, unless the
one is built FROM the other.

Stages on \`scratch\` and on images that set a WORKDIR of their own are left alone.

**When to ignore:** where the files belong into the root directory; an absolute path says so.

**The fix** adds the WORKDIR of the other stages, or \`/app\`; \`var/www\` becomes \`/var/www\`, which it is anyway.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nCMD ["python", "app.py"]\n',
    },
  ],
  *checkStage({ model }, stage) {
    // Only of an image that is known is it certain that it sets none.
    if (stage.facts === undefined || stage.facts.isDistroless || stage.parent !== undefined) return;
    if (stage.facts.distribution.family === 'windows') return;
    const copies = relativeCopies(model, stage);
    const [copy] = copies;
    if (copy?.destination === undefined) return;
    const { destination } = copy;
    const other = model.stages.find((earlier) => earlier.index < stage.index && workdirOf(earlier) !== undefined);
    const word = other && workdirOf(other)?.words[0];
    const name = other?.nameWord?.text;
    const place = `"${destination.value}" is ${/^\.\/?$/.test(destination.value) ? '' : 'a path in '}the root directory`;
    const fix =
      absoluteFix(copies) ?? workdirFix(model, stage, copy, workdirOf(stage)?.words[0]?.text ?? word?.text ?? '/app');
    yield {
      span: destination.span,
      message:
        other === undefined
          ? `No WORKDIR is set: ${place}.`
          : `WORKDIR of ${name === undefined ? 'an earlier stage' : `stage ${name}`} is not inherited: ${place}.`,
      ...(word === undefined ? {} : { related: [{ span: word.span, message: 'It is set for that stage only.' }] }),
      ...(fix === undefined ? {} : { fixes: [fix] }),
    };
  },
});

/** `var/www` means `/var/www`, and is just that here. */
function absoluteFix(copies: readonly CopyOperation[]): Fix | undefined {
  const words = copies.flatMap(({ destination }) => destination ?? []);
  const [first] = words;
  if (first === undefined || !words.every(({ text }) => SYSTEM.test(text))) return undefined;
  const title = `Write /${first.value.replace(/^\.\//, '')}`;
  const edits = words.map(({ span, text }) => replace(span, `/${text.replace(/^\.\//, '')}`));
  return { title, applicability: 'safe', edits };
}

const SYSTEM = /^(?:\.\/)?(?:bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)\//;

function workdirOf({ instructions }: Stage): Instruction | undefined {
  return instructions.find(
    (instruction) => instruction.keyword === 'WORKDIR' && /^\/[\w./-]+$/.test(instruction.words[0]?.text ?? ''),
  );
}

/** The copies to a relative path before the first WORKDIR. */
function relativeCopies(model: DockerfileModel, stage: Stage): readonly CopyOperation[] {
  return stage.instructions.flatMap((instruction) => {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
    const copy = model.copyOf(instruction);
    const { workdir, workdirInstruction } = model.stateBefore(instruction);
    if (copy?.destination === undefined || workdirInstruction !== undefined || workdir !== '/') return [];
    const target = model.expandAt(copy.destination.value, instruction);
    if (target === undefined || target === '' || target.startsWith('/')) return [];
    // `COPY app.jar app.jar` and `/app.jar` further down: the author means the root directory.
    return !copy.isDirectory && isNamedInRoot(model, copy, target) ? [] : [copy];
  });
}

function workdirFix(model: DockerfileModel, stage: Stage, copy: CopyOperation, directory: string): Fix | undefined {
  // Who reads the files by their place in the root directory would not find them.
  const names = copy.sources.map(({ path }) => (path === undefined ? '' : baseName(path)));
  const isRead = model.stages.some(
    (other) =>
      other.parent === stage ||
      other.instructions.some((instruction) => {
        const from = model.copyOf(instruction)?.from;
        return from?.kind === 'stage' && from.stage === stage;
      }),
  );
  if (isRead || names.some((name) => isNamedInRoot(model, copy, name))) return undefined;
  if (!copy.sources.every(({ path }) => path !== undefined)) return undefined;
  return {
    title: `Add WORKDIR ${directory}`,
    applicability: 'review',
    because: 'Files that were put into / lie elsewhere then, and commands run elsewhere.',
    edits: [insertLinesBefore(model.file, copy.instruction, [`WORKDIR ${directory}`])],
  };
}

/** Tells whether something below names `/name`. */
function isNamedInRoot({ file }: DockerfileModel, { instruction }: CopyOperation, name: string): boolean {
  if (name === '' || /[*?[]/.test(name)) return false;
  const rest = file.text.slice(instruction.span.end);
  return new RegExp(`(?<![\\w.$}-])/${name.replace(/[^\w]/g, '\\$&')}(?![\\w.-])`).test(rest);
}
