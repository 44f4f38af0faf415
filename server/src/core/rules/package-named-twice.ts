import { removeWord } from '../lint/rewrite';
import { defineRule, type Report } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { packagesOf } from '../model/package-lists';
import type { PackageOperation } from '../model/packages';
import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'package-named-twice',
  aliases: [],
  category: 'maintainability',
  severity: 'info',
  preset: 'recommended',
  needs: ['RUN'],
  summary: 'A package is installed that is installed already.',
  docs: `
A package that is named twice in one call, or that an earlier step of the stage installs, is installed once: the second name
does nothing. It stays behind when somebody removes the first, and makes the list longer than it is.

Calls are compared for packages of the distribution only, and only where nothing between them could change what the name
stands for: another repository, a removal, a local package, an upgrade to a version.

**When to ignore:** where each list is to be complete by itself.

**The fix** removes the second name.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl git curl\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl git\n',
    },
  ],
  *checkStage({ model }, stage) {
    const [start] = stage.instructions;
    if (start === undefined) return;
    const installed = new Map<string, Installed>();
    for (const earlier of instructionsBefore(model, start)) Array.from(judge(model, earlier, installed));
    for (const instruction of stage.instructions) yield* judge(model, instruction, installed);
  },
});

interface Installed {
  readonly word: ShellWord;
  readonly operation: PackageOperation;
}

/** Judges what `instruction` installs by what is `installed` before it, and adds to that. */
function* judge(model: DockerfileModel, instruction: Instruction, installed: Map<string, Installed>): Iterable<Report> {
  if (/\/apt|\.repo|\/apk|\/yum|\/etc\/?$|^\/$/.test(model.copyOf(instruction)?.destinationPath ?? ''))
    installed.clear();
  if (instruction.keyword !== 'RUN') return;
  const operations = new Map(model.packageOperationsOf(instruction).map((operation) => [operation.command, operation]));
  for (const command of model.scriptOf(instruction).commands) {
    const operation = operations.get(command);
    if (changesSources(command, operation)) installed.clear();
    if (operation === undefined) continue;
    const here = new Map<string, ShellWord>();
    for (const word of packagesOf(operation)) {
      const key = `${operation.manager.name.replace(/^apt.*/, 'apt')} ${word.value ?? ''}`;
      const again = here.get(key);
      const earlier = installed.get(key);
      const first = again ?? (isPlain(operation) ? earlier?.word : undefined);
      if (first === undefined) here.set(key, word);
      else
        yield report(
          instruction,
          operation,
          word,
          first,
          again === undefined && earlier?.operation.command.mayFail === true,
        );
    }
    const isCertain = operation.manager.kind === 'os' && isPlain(operation) && !command.isConditional;
    if (isCertain) for (const [key, word] of here) installed.set(key, { word, operation });
  }
}

function report(
  instruction: Instruction,
  { command, operands }: PackageOperation,
  word: ShellWord,
  first: ShellWord,
  mayHaveFailed: boolean,
): Report {
  // Of several the last one would leave a call without packages.
  const edit = mayHaveFailed || operands.length < 2 ? undefined : removeWord(instruction, command, word);
  const isInCall = first.span.start > command.span.start;
  return {
    span: word.span,
    message: `${word.value ?? word.text} ${isInCall ? 'is named twice in this call' : 'is installed already'}.`,
    related: [{ span: first.span, message: 'Named here first.' }],
    ...(edit === undefined
      ? {}
      : { fixes: [{ title: 'Remove the second name', applicability: 'safe' as const, edits: [edit] }] }),
  };
}

/** From another release or repository, or again, the same name installs something else. */
function isPlain({ options, command }: PackageOperation): boolean {
  return (
    !command.isConditional &&
    options.every(
      ({ name }) =>
        !/^(?:-t|--target-release|--default-release|--virtual|-X|--repository|--reinstall|--enablerepo|--repo|--from|-r|--root|--installroot|--only-upgrade|--download-only|-d|--simulate|-s)$/.test(
          name,
        ),
    )
  );
}

function changesSources({ args, name, redirects }: ShellCommand, operation: PackageOperation | undefined): boolean {
  if (operation !== undefined) {
    return (
      operation.action === 'remove' ||
      operation.action === 'upgrade' ||
      /^(?:dpkg|rpm)$/.test(operation.manager.name) ||
      operation.operands.some(({ text }) => /-release\b|\.(?:deb|rpm)$|https?:/.test(text))
    );
  }
  if (
    name === undefined ||
    /^(?:add-apt-repository|apt-key|apt-mark|(?:ba|da)?sh|source|\.|subscription-manager)$/.test(name)
  )
    return true;
  const texts = [...args, ...redirects.flatMap(({ target }) => target ?? [])];
  return texts.some(({ text }) =>
    /sources\.list|\.repo\b|\/etc\/(?:apt|apk|yum)|config-manager|^copr$|repositories|\.deb\b|\.rpm\b/.test(text),
  );
}
