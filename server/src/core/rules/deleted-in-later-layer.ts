import type { BuildContext } from '../context/build-context';
import { defineRule, type Report } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import { contentsBefore, pathsOf, removalOf, type LayerContent } from '../model/layer-contents';
import type { DockerfileModel } from '../model/model';
import { isWithin } from '../model/paths';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'deleted-in-later-layer',
  aliases: ['dockerfile-doctor/DD016'],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  mentions: /\b(?:rm|rpm|remove|purge|autoremove|del|erase|uninstall)\b/,
  summary: 'A later layer deletes what an earlier one holds: the image does not get smaller.',
  docs: `
Every instruction makes a layer of its own, and layers are only added up. What \`COPY\` or an earlier \`RUN\` wrote stays in
its layer when a later RUN deletes it: not a byte is saved, and who pulls the image can read it, be it \`.git\` or \`.env\`.
The same holds for packages that one RUN installs and another removes.

Instead, keep files out with \`.dockerignore\` or copy only what is needed; install and remove in one RUN; use
\`RUN --mount=type=bind\` for archives; or copy the result to a new stage.

Small single files (a script, a list of requirements) are not worth a word, and nothing is said in stages that do not ship.

**When to ignore:** where the file only has to be out of sight.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM python:3.12-slim-bookworm\nWORKDIR /app\nCOPY . .\nRUN rm -rf tests docs .git\n',
      good: 'FROM python:3.12-slim-bookworm\nWORKDIR /app\nCOPY src ./src\n',
    },
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y gcc\nCOPY main.c /\nRUN gcc -o /main /main.c && apt-get purge -y gcc\n',
      good: 'FROM debian:bookworm-slim\nCOPY main.c /\nRUN apt-get update && apt-get install -y gcc && gcc -o /main /main.c && apt-get purge -y gcc\n',
    },
  ],
  *checkStage({ file, model, context }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      yield* deletedFiles(model, instruction, context, (offset) => file.lineNumberAt(offset));
      yield* removedPackages(model, instruction, (offset) => file.lineNumberAt(offset));
    }
  },
});

type LineOf = (offset: number) => number;

function* deletedFiles(
  model: DockerfileModel,
  instruction: Instruction,
  context: BuildContext | undefined,
  lineOf: LineOf,
): Iterable<Report> {
  const script = model.scriptOf(instruction);
  const removals = script.commands.filter(({ name, isSubstitution }) => name === 'rm' && !isSubstitution);
  if (removals.length === 0) return;
  const contents = contentsBefore(model, instruction);
  const toPath = pathsOf(model, instruction);
  for (const command of removals) {
    // `rm -rf config && ln -s /data/config config` makes room for something else.
    const isReplaced = (path: string): boolean =>
      script.commands.some(
        (later) =>
          later.span.start > command.span.start &&
          (later.name === 'ln' || later.name === 'mv') &&
          later.args.slice(1).some((word) => toPath(word, later) === path),
      );
    const hits = command.args.flatMap((word) => {
      const path = (word.value ?? '').startsWith('-') ? undefined : toPath(word, command);
      if (path === undefined || isReplaced(path)) return [];
      const takes = removalOf(path);
      const content = contents.find((entry) =>
        entry.kind === 'context'
          ? isOfContext(entry, path, command, script.commands, context)
          : takes(entry.path) && isHeavy(entry.path, entry.kind),
      );
      return content === undefined ? [] : [{ word, content }];
    });
    const [first] = hits;
    const last = hits.at(-1);
    if (first === undefined || last === undefined) continue;
    const { instruction: source } = first.content;
    const what = hits.length === 1 ? `${first.word.text} stays` : `${first.word.text} and others stay`;
    yield {
      span: { start: first.word.span.start, end: last.word.span.end },
      message: `${what} in the layer of ${source.keyword} on line ${lineOf(source.span.start)}; deleting here saves nothing.`,
      related: [{ span: source.keywordSpan, message: 'This layer holds the files.' }],
    };
  }
}

function isOfContext(
  { path }: LayerContent,
  removed: string,
  command: ShellCommand,
  commands: readonly ShellCommand[],
  context: BuildContext | undefined,
): boolean {
  if (removed === path || !isWithin(removed, path)) return false;
  const inside = removed.slice(path === '/' ? 1 : path.length + 1);
  const first = inside.split('/')[0] ?? '';
  if (first === '' || first === '*') return false;
  if (context !== undefined) {
    const names = context.list('') ?? [];
    return names.some(
      (name) =>
        removalOf(first)(name.replace(/\/$/, '')) &&
        !context.ignores(name.replace(/\/$/, '')) &&
        (inside === first || /[*?[]/.test(first) || context.exists(inside.replace(/\/?\*.*$/, ''))),
    );
  }
  // Without the context: what no build step makes, or anything where only the copied files are at hand.
  if (SOURCE_NAMES.test(first)) return true;
  return (
    !isSystemDirectory(path) &&
    commands.every((other) => other.span.start >= command.span.start || CREATES_NOTHING.test(other.name ?? ''))
  );
}

const SOURCE_NAMES =
  /^(?:\.git.*|tests?|__tests__|specs?|docs?|examples?|samples?|\*\.md|[A-Z]+\.md|\.env.*|\.github|\.dockerignore|Dockerfile.*|docker-compose.*|\.vscode|\.idea|\.circleci|\.travis\.yml)$/;
const CREATES_NOTHING = /^(?:rm|set|cd|true|:|echo|find)$/;

/** The base image may have files of its own there. */
function isSystemDirectory(path: string): boolean {
  return path === '/' || /^\/(?:etc|usr|bin|sbin|lib|var|opt|home|root|tmp|data)(?:\/|$)/.test(path);
}

/** Archives, directories, key material and downloads; a script or a list is too small to matter. */
function isHeavy(path: string, kind: LayerContent['kind']): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (
    /\.(?:tar|tgz|txz|tbz2?|gz|xz|bz2|zst|zip|7z|deb|rpm|apk|jar|war|whl|iso|run|exe|msi|bin|img|sql|dump)$/i.test(name)
  )
    return true;
  if (
    /^\.env(?!\.(?:example|sample|dist|template))|^id_[a-z0-9]+$|\.(?:pem|key|p12|pfx|jks|keystore)$|^\.(?:npmrc|netrc|pypirc)$|credentials/.test(
      name,
    )
  )
    return true;
  return kind === 'downloaded' && !/\.(?:sh|asc|sig|gpg|list|txt|py|repo|key)$|^\/dev\//.test(path) && name !== 'null';
}

function* removedPackages(model: DockerfileModel, instruction: Instruction, lineOf: LineOf): Iterable<Report> {
  const operations = model.packageOperationsOf(instruction);
  if (!operations.some(({ action }) => action === 'remove')) return;
  const here = new Set(operations.filter(({ action }) => action === 'install').flatMap(namesOf));
  for (const operation of operations) {
    const { action, manager, command, verb } = operation;
    if (action !== 'remove' || manager.kind !== 'os' || verb === undefined) continue;
    for (const word of operation.operands) {
      const name = word.value;
      if (name === undefined || here.has(name)) continue;
      const source = instructionsBefore(model, instruction).find((earlier) =>
        model
          .packageOperationsOf(earlier)
          .some((other) => other.manager.kind === 'os' && other.action === 'install' && namesOf(other).includes(name)),
      );
      if (source === undefined) continue;
      yield {
        span: { start: command.nameWord?.span.start ?? verb.span.start, end: word.span.end },
        message: `${name} stays in the layer of the RUN on line ${lineOf(source.span.start)} that installs it; removing it here saves nothing.`,
        related: [{ span: source.keywordSpan, message: 'Installed here.' }],
      };
      break;
    }
  }
}

/** The packages of an installation, and the name of a virtual group of apk. */
function namesOf({
  operands,
  options,
}: {
  readonly operands: readonly { readonly value: string | undefined }[];
  readonly options: readonly { readonly name: string; readonly value: string | undefined }[];
}): readonly string[] {
  const virtual = options.flatMap(({ name, value }) =>
    (name === '-t' || name === '--virtual') && value !== undefined ? [value] : [],
  );
  return [...operands.flatMap(({ value }) => (value === undefined ? [] : [value.replace(/[=].*$/, '')])), ...virtual];
}
