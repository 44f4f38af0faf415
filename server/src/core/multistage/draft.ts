import { commandsOf, packageName, packageUse } from '../knowledge/os-packages';
import type { ShellCommand } from '../shell/shell';
import type { MultiStageOptions, Refusal } from './plan';
import { nothingToLeave } from './nothing-to-leave';
import type { Draft, Recipe } from './recipe';
import { unknownBase } from './preconditions';
import { recipes } from './recipes/index';
import { refuse } from './refusal';
import type { Source } from './source';
import { startedNames } from './started-names';
import { BUILD_TOOLS } from './tools';

/** Refusals after which a more general recipe may still know a way. */
const PASSED_ON: ReadonlySet<string> = new Set(['R1', 'R5', 'R15']);

/**
 * Returns the draft of the first recipe that can divide `source`, else the refusal of the first that knows it; with the
 * draft of a recipe for any file, what is said `otherwise`, where its result does not pass.
 */
export function draftOf(
  source: Source,
  options: MultiStageOptions,
): { readonly recipe: Recipe; readonly draft: Draft; readonly otherwise?: Refusal } | Refusal {
  const hidden = buildOfOtherAccount(source);
  if (hidden !== undefined) return hidden;
  let first: Refusal | undefined;
  let general: Refusal | undefined;
  for (const recipe of recipes) {
    if (recipe.detect(source) === undefined) continue;
    if (source.isOpaque && recipe.takesUnknownBase !== true) {
      first ??= unknownBase(source);
      continue;
    }
    if (source.services !== undefined && recipe.takesServices !== true) {
      first ??= source.services;
      continue;
    }
    const draft = recipe.draft(source, options);
    if (!('id' in draft))
      return recipe.isGeneral === true
        ? { recipe, draft, otherwise: first ?? unknownEcosystem(source) }
        : { recipe, draft };
    // What a recipe for any file says is no reason where one for its language has another.
    if (recipe.isGeneral === true) {
      general ??= draft;
      continue;
    }
    // That one recipe finds nothing to do tells less than why another cannot do it.
    if (first === undefined || (first.id === 'R1' && draft.id !== 'R1')) first = draft;
    if (!PASSED_ON.has(draft.id)) break;
  }
  const refusal = first ?? unknownEcosystem(source);
  if (first === undefined && refusal.id === 'R1') return general ?? refusal;
  return (/^R(?:5|7|10|15|17)$/.test(refusal.id) ? nothingToLeave(source) : undefined) ?? refusal;
}

const BUILDS =
  /[\s"'](?:pip[\d.]*|pipenv|poetry|uv|npm|npx|yarn|pnpm|bun|bundle|gem|composer|cargo|go|mvn|gradle|make|mix|stack|cabal|cpanm|dotnet)\s+[\w-]/;

/** `su app -c "bundle install"`: the account, its home and what is built there belong together. */
function buildOfOtherAccount({ runs, file }: Source): Refusal | undefined {
  for (const { script } of runs) {
    const found = script.commands
      .map(({ span }) => ({ span, text: file.text.slice(span.start, span.end) }))
      .find(({ text }) => /^(?:su|runuser|su-exec|gosu)\s/.test(text) && BUILDS.test(text));
    if (found === undefined) continue;
    const line = file.lines.lineAt(found.span.start) + 1;
    const [name = ''] = found.text.split(/\s/);
    return refuse(
      'R5',
      `Line ${line} builds as another account through "${name}", which has to exist in both stages.`,
      found.span,
    );
  }
  return undefined;
}

function unknownEcosystem(source: Source): Refusal {
  const { stage, file } = source;
  const base = stage.baseWord;
  const line = ({ span }: ShellCommand): number => file.lines.lineAt(span.start) + 1;
  if (!builds(source)) {
    const idle = idlePackages(source);
    if (idle.length === 0)
      return refuse(
        'R1',
        'Nothing to separate: no step of this file is known to build anything or to install what only a build needs.',
        stage.from.keywordSpan,
      );
    const script = scriptOf(source);
    if (script !== undefined)
      return refuse(
        'R5',
        `Line ${line(script)} runs a script that may build with ${listed(idle.slice(0, 3))}: nothing tells what it leaves behind.`,
        script.span,
      );
    return refuse(
      'R1',
      `Nothing to separate: no step of this file builds anything that a second stage could hand over. ${listed(idle)} ${idle.length === 1 ? 'serves' : 'serve'} builds alone: leave ${idle.length === 1 ? 'it' : 'them'} out, or install the library itself where a program needs the one of a -dev package.`,
      stage.from.keywordSpan,
    );
  }
  if (source.services !== undefined) return source.services;
  if (source.isOpaque) return unknownBase(source);
  return refuse('R15', `No recipe knows how to divide what is built on "${base?.text ?? ''}".`, base?.span);
}

/** A step compiles, or installs packages of a language. */
function builds({ runs }: Source): boolean {
  return runs.some(({ script, operations }) =>
    script.commands.some((command) => {
      const operation = operations.get(command);
      if (operation?.manager.kind === 'os') return false;
      return (
        (operation?.action === 'install' && !isPureInstall(command)) ||
        BUILD_TOOLS.has(command.name ?? '') ||
        /(?:^|\/)(?:configure|autogen\.sh)$/.test(command.nameWord?.value ?? '') ||
        command.args.some(({ value }) => value === 'build-dep')
      );
    }),
  );
}

/** PEAR's packages are PHP alone; extensions come from PECL. */
function isPureInstall({ name, args }: ShellCommand): boolean {
  return name === 'pear' && args.every(({ value }) => value?.startsWith('pecl/') !== true);
}

/** Packages for builds that no step of the file calls and none removes again. */
function idlePackages(source: Source): readonly string[] {
  const { runs, facts } = source;
  const commands = runs.flatMap(({ script }) => script.commands);
  const called = new Set([...commands.flatMap(({ name }) => name ?? []), ...startedNames(source)]);
  const operations = runs.flatMap((run) => [...run.operations.values()]).filter(({ manager }) => manager.kind === 'os');
  const removed = new Set(
    operations.flatMap(({ action, operands }) => (action === 'remove' ? operands.map(({ text }) => text) : [])),
  );
  const idle = operations
    .filter(({ action }) => action === 'install')
    .flatMap(({ operands, options }) =>
      options.some(({ value }) => value !== undefined && removed.has(value)) ? [] : operands,
    )
    .flatMap(({ value, text }) => (value === undefined || removed.has(text) ? [] : packageName(value)))
    .filter(
      (name) =>
        ['dev', 'build-only'].includes(packageUse(name, facts.packageManager ?? 'apt')) &&
        !FOR_PEOPLE.test(name) &&
        !(commandsOf(name) ?? []).some((command) => called.has(command)),
    );
  return [...new Set(idle)];
}

/** Editors and helpers of package management, which the tables class with what a running program does without. */
const FOR_PEOPLE =
  /^(?:vim|nano|less|emacs|apt-utils|apt-transport-https|lsb-release|sudo|which|file|gnupg\d?|dirmngr|dialog|software-properties-common|python\d?-software-properties|debian-archive-keyring)/;

/** A step runs a script whose commands the text does not show. */
function scriptOf({ runs }: Source): ShellCommand | undefined {
  return runs
    .flatMap(({ script }) => script.commands)
    .find(({ name = '', nameWord, args }) => {
      const isShell = /^(?:ba|da|a|z)?sh$/.test(name);
      if (isShell) return args.length === 0 || args.some(({ value }) => /^(?:-s|[^-].*)$/.test(value ?? ''));
      return nameWord?.value?.includes('/') === true && !/^\/(?:usr\/)?(?:local\/)?s?bin\//.test(nameWord.value);
    });
}

function listed(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
