import { baseName, isWithin, joinPath } from '../model/paths';
import type { CopyOperation } from '../model/stage';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { nodeCalls, workdirOf } from './node-project';
import type { Refusal } from './plan';
import type { Draft } from './recipe';
import { refuse } from './refusal';
import { expandInScript } from './shell-values';
import { directoryAt, type Source } from './source';
import { startedNames } from './started-names';

/*
 * What a Python file builds besides its packages: sources that git fetches, and assets that Node makes. Neither tells which
 * files come of it, so the directory in which it happens moves as a whole, with what later steps change in it.
 */

export interface BuildSteps {
  /** Returns why `command` belongs to the build. */
  reasonOf(command: ShellCommand): string | undefined;
  /** The command only prepares a step: it brings Node, or sets git up. */
  isPreparing(command: ShellCommand): boolean;
  /** Directories that the runtime gets from the builder, with the owner that a COPY or USER gives them. */
  readonly directories: readonly { readonly path: string; readonly owner: string | undefined; readonly why: string }[];
  /** Sources that the build alone reads, and that stay in the builder. */
  readonly left: readonly string[];
  isBuildOnlyPackage(name: string): boolean;
  readonly assumptions: Draft['assumptions'];
}

/** Returns the steps of the file besides pip's; `editable` are directories that move anyway, `names` the packages that are known. */
export function buildSteps(
  source: Source,
  editable: readonly string[],
  names: readonly string[],
): BuildSteps | Refusal {
  const started = startedNames(source);
  const assets = assetSteps(source, started);
  if ('id' in assets) return assets;
  const git = gitSteps(source, started);
  const twice = editable.find((path) => git.own.some((clone) => isWithin(path, clone) || isWithin(clone, path)));
  if (twice !== undefined)
    return refuse(
      'R17',
      `${twice} is cloned by a step that the runtime repeats, and an editable install of the build points at it.`,
      source.stage.from.keywordSpan,
    );
  const fetched = git.directories.filter((path) => !assets.directories.some((other) => isWithin(path, other)));
  const moved = [...editable, ...assets.directories, ...fetched];
  const changes = changesWithin(source, moved);
  const owner = (path: string): string | undefined => ownerOf(source, path);
  const usesGit = started.has('git') || names.includes('gitpython') || names.includes('dvc');
  const isGitUsed = git.isAll && (git.commands.size > 0 || installsFromGit(source));
  const isBuilt = [...assets.commands.values()].includes(BUILDS_ASSETS);
  return {
    reasonOf: (command) => git.commands.get(command) ?? assets.commands.get(command) ?? changes.get(command),
    directories: [
      ...assets.directories.map((path) => ({
        path,
        owner: owner(path),
        why: 'What Node builds lies among the sources, so the whole directory comes from the builder.',
      })),
      ...fetched.map((path) => ({
        path,
        owner: owner(path),
        why: 'The builder has fetched these sources with git.',
      })),
    ],
    isPreparing: (command) => assets.commands.get(command) === ADDS_NODE,
    left: git.left,
    isBuildOnlyPackage: (name) => (NODE_PACKAGES.test(name) && isBuilt) || (name === 'git' && isGitUsed && !usesGit),
    assumptions: assets.assumptions,
  };
}

const ADDS_NODE = 'adds the source of Node, which only the build runs';

const BUILDS_ASSETS = 'builds assets, which the runtime gets with the sources';

/** Where nothing but packages is installed for Node, Python may call them: then Node stays. */
const NODE_PACKAGES = /^(?:nodejs|npm|nodejs-npm|yarn|nodejs-legacy|nodejs-current)$/;

/** Returns the directories that hold sources or assets in place of `copy`, so that the runtime does without it. */
export function isMovedAnyway({ directories }: BuildSteps, { destinationPath }: CopyOperation): boolean {
  return destinationPath !== undefined && directories.some(({ path }) => isWithin(destinationPath, path));
}

interface Steps {
  readonly commands: ReadonlyMap<ShellCommand, string>;
  readonly directories: readonly string[];
  readonly assumptions: Draft['assumptions'];
}

/** npm and its like, and what brings Node. */
function assetSteps(source: Source, started: ReadonlySet<string>): Steps | Refusal {
  const { runs, model, file } = source;
  const calls = nodeCalls(source);
  const commands = new Map<ShellCommand, string>();
  const directories: string[] = [];
  const first = calls[0];
  if (first === undefined) return { commands, directories, assumptions: [] };
  const line = (command: ShellCommand): number => file.lines.lineAt(command.span.start) + 1;
  const node = [...started].find((name) => /^(?:node|nodejs|npm|npx|yarn|pnpm|pm2|forever)$/.test(name));
  if (node !== undefined)
    return refuse(
      'R15',
      `Line ${line(first.command)} uses ${first.command.name ?? 'npm'}, and the container starts ${node}: no recipe converts it together with pip yet.`,
      first.command.span,
    );
  // What a supervisor starts, no text tells: Node may be among it.
  if (source.services !== undefined) return source.services;
  for (const call of calls) {
    const { command, kind } = call;
    commands.set(
      command,
      kind === 'install' || kind === 'global' ? 'installs packages of Node, which only the build runs' : BUILDS_ASSETS,
    );
    if (kind !== 'install' && kind !== 'script') continue;
    const directory = workdirOf(source, call);
    if (directory === undefined || directory === '/' || command.isConditional)
      return refuse(
        'R17',
        `Nothing tells in which directory ${command.name ?? 'npm'} on line ${line(command)} builds its assets.`,
        command.span,
      );
    directories.push(directory);
  }
  for (const { script } of runs)
    for (const command of script.commands) if (addsNode(command)) commands.set(command, ADDS_NODE);
  const roots = outermost(withSources(source, directories));
  return {
    commands,
    directories: roots,
    assumptions: [
      {
        message: `Node builds assets and is called by nothing that the container runs; ${roots.join(' and ')} ${roots.length === 1 ? 'moves' : 'move'} with node_modules, which Python may serve files of.`,
        span: first.command.span,
      },
    ],
  };

  /** Assets may be written beside the directory of package.json: the directory that COPY fills around it moves. */
  function withSources({ stage }: Source, paths: readonly string[]): readonly string[] {
    const places = stage.instructions.flatMap((instruction) => {
      const copy = model.copyOf(instruction);
      const isWhole = copy?.from.kind === 'context' && copy.sources.some(({ isEverything }) => isEverything);
      const place = copy?.destinationPath?.replace(/(?<=.)\/$/, '');
      return isWhole && place !== undefined && place !== '/' ? [place] : [];
    });
    return paths.map((path) => places.find((place) => isWithin(path, place)) ?? path);
  }
}

/** NodeSource's script, and the repository of Yarn. */
function addsNode({ args }: ShellCommand): boolean {
  return args.some(({ text }) =>
    /nodesource|setup_(?:\d+|lts|current)\.x|dl\.yarnpkg\.com|sources\.list\.d\/(?:yarn|node)/.test(text),
  );
}

/** What git fetches: into directories that move, that are only installed from, or that the file removes again. */
function gitSteps(source: Source, started: ReadonlySet<string>): GitSteps {
  const commands = new Map<ShellCommand, string>();
  const directories: string[] = [];
  const left: string[] = [];
  const own: string[] = [];
  if (started.has('git')) return { commands, directories, left, own, isAll: false };
  const removals: string[] = [];
  let isAll = true;
  forEachCommand(source, (command, run, directory) => {
    if (command.name !== 'git' || command.isSubstitution) return;
    const words = command.args.map(
      (word) => word.value ?? expandInScript(source.model, run, word.text.replace(/"/g, '')),
    );
    if (!words.includes('clone')) {
      const isOfClone =
        directory !== undefined &&
        command.redirects.length === 0 &&
        [...directories, ...left, ...removals].some((path) => isWithin(directory, path));
      if (isOfClone) commands.set(command, 'prepares sources, which only the build fetches');
      else isAll = false;
      return;
    }
    const path = cloneTarget(words.slice(words.indexOf('clone') + 1), directory);
    const isPlaced = path !== undefined && path !== '/' && !command.isConditional;
    const removal = isPlaced ? removalOf(source, path, command) : 'read before';
    if (!isPlaced || removal === 'read before') {
      isAll = false;
      if (path !== undefined) own.push(path);
      return;
    }
    commands.set(command, 'fetches sources, which only the build does');
    if (removal === 'kept') (isOnlyInstalled(source, path, command) ? left : directories).push(path);
    else {
      commands.set(removal, 'removes sources that only the build reads');
      removals.push(path);
    }
  });
  return { commands, directories: outermost(directories), left, own, isAll };
}

interface GitSteps extends Pick<Steps, 'commands' | 'directories'>, Pick<BuildSteps, 'left'> {
  /** Where clones of the runtime's own steps lie, for their other commands read them. */
  readonly own: readonly string[];
  /** The build makes every call of git. */
  readonly isAll: boolean;
}

/** Returns the command that removes a clone; `read before` where something but the build reads it until then. */
function removalOf(source: Source, path: string, clone: ShellCommand): ShellCommand | 'kept' | 'read before' {
  let removal: ShellCommand | undefined;
  let isRead = false;
  let isMixed = false;
  forEachCommand(source, (command, run, directory) => {
    if (command.span.start <= clone.span.start || removal !== undefined) return;
    if (command.name === 'rm') {
      const paths = pathsOf(source, run, command, directory);
      if (paths?.includes(path) === true && paths.every((one) => isWithin(one, path))) removal = command;
      else if (paths === undefined || paths.some((one) => isWithin(path, one) || isWithin(one, path))) isMixed = true;
      return;
    }
    isRead ||= reads(command, directory, path);
  });
  if (removal === undefined) return isMixed ? 'read before' : 'kept';
  return isRead ? 'read before' : removal;
}

/** Something but git and Python's installers works in the directory, or names it. */
function reads({ name = '', args }: ShellCommand, directory: string | undefined, path: string): boolean {
  if (/^(?:git|cd|pip[\d.]*|true|set)$/.test(name)) return false;
  if (/^python[\d.]*$/.test(name) && args.some(({ value }) => /setup\.py$|^pip$/.test(value ?? ''))) return false;
  const isInside = directory !== undefined && isWithin(directory, path);
  return isInside || args.some(({ text }) => text.includes(baseName(path)));
}

/** The sources are installed from their directory, which nothing else of the file names. */
function isOnlyInstalled(source: Source, path: string, clone: ShellCommand): boolean {
  const { stage, model } = source;
  let isInstalled = false;
  let isRead = false;
  forEachCommand(source, (command, _run, directory) => {
    if (command.span.start <= clone.span.start) return;
    const words = command.args.map(({ value }) => value ?? '');
    const isInstall = /^pip[\d.]*$/.test(command.name ?? '') ? words.includes('install') : words.includes('setup.py');
    if (isInstall) {
      const places = words
        .filter((word) => /^\.{0,2}\/|^\.$|^[\w-]+\//.test(word))
        .map((word) => joinPath(directory, word));
      const isEditable = words.some((word) => /^(?:-e|--editable|develop)$/.test(word));
      const isHere = words.includes('setup.py')
        ? directory
        : places.find((place) => place !== undefined && isWithin(place, path));
      if (isHere !== undefined && isWithin(isHere, path)) {
        isInstalled = true;
        isRead ||= isEditable;
      }
      return;
    }
    isRead ||= reads(command, directory, path);
  });
  const isNamed = stage.instructions.some(({ keyword, index, logical }) => {
    if (keyword === 'RUN' || keyword === 'FROM') return false;
    const place =
      keyword === 'WORKDIR'
        ? model.stateBefore(
            stage.instructions[stage.instructions.findIndex((one) => one.index === index) + 1] ?? stage.from,
          ).workdir
        : undefined;
    return (place !== undefined && isWithin(place, path)) || logical.text.includes(baseName(path));
  });
  return isInstalled && !isRead && !isNamed;
}

const VALUED = /^(?:-b|--branch|--depth|-o|--origin|-c|--config|-j|--jobs|--reference|--shallow-since|--filter|-u)$/;

function cloneTarget(words: readonly (string | undefined)[], directory: string | undefined): string | undefined {
  const operands: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined) {
      // An address may be a variable, a directory may not.
      operands.push('');
    } else if (VALUED.test(word)) i++;
    else if (!word.startsWith('-')) operands.push(word);
  }
  const [address = '', target] = operands;
  if (target === '') return undefined;
  const name = baseName(address.replace(/\/$/, '')).replace(/\.git$/, '');
  if (target === undefined && !/^[\w.-]+$/.test(name)) return undefined;
  // The home directory is another user's in the runtime, perhaps.
  if (/^[~$]/.test(target ?? '')) return undefined;
  return joinPath(directory, target ?? name)?.replace(/(?<=.)\/$/, '');
}

/** pip is given the address of a repository. */
function installsFromGit({ runs }: Source): boolean {
  return runs.some(({ operations }) =>
    [...operations.values()].some(
      ({ manager, operands, options }) =>
        manager.name.startsWith('pip') &&
        [...operands.map(({ text }) => text), ...options.map(({ value }) => value ?? '')].some((text) =>
          /^["']?(?:[\w[\]-]+\s*@\s*)?git(?:\+|:\/\/)/.test(text),
        ),
    ),
  );
}

/** Steps that change files of directories which move: in the runtime they would find them changed already. */
function changesWithin(source: Source, roots: readonly string[]): ReadonlyMap<ShellCommand, string> {
  const commands = new Map<ShellCommand, string>();
  if (roots.length === 0) return commands;
  forEachCommand(source, (command, run, directory) => {
    const { name = '', redirects } = command;
    const isWriting = /^(?:echo|printf|cat)$/.test(name) && redirects.length > 0;
    if (!isWriting && !/^(?:mv|cp|rm|sed|patch|ln|mkdir|touch|rename)$/.test(name)) return;
    const paths = pathsOf(source, run, command, directory);
    if (paths === undefined || paths.length === 0) return;
    if (paths.every((path) => roots.some((root) => isWithin(path, root))))
      commands.set(command, 'changes files that the runtime gets from the builder');
  });
  return commands;
}

/** The paths that a command of the file system names, `undefined` where one is not known. */
function pathsOf(
  { model }: Source,
  run: Instruction,
  { name, args, redirects }: ShellCommand,
  directory: string | undefined,
): readonly string[] | undefined {
  const isWriting = /^(?:echo|printf|cat)$/.test(name ?? '');
  const operands = isWriting ? [] : args.filter(({ text }) => !text.startsWith('-'));
  const isScriptFirst = name === 'sed' && !args.some(({ text }) => /^-\w*e$|^--expression/.test(text));
  const words = [
    ...(isScriptFirst ? operands.slice(1) : operands),
    ...redirects.flatMap(({ target }) => (target === undefined ? [] : [target])),
  ];
  // A link is made where it is called for; what it points at may lie anywhere.
  if (name === 'ln' && words.length < 2) return undefined;
  const changed = name === 'ln' ? words.slice(-1) : words;
  const paths = changed.map((word) => {
    const text = word.value ?? expandInScript(model, run, word.text.replace(/^"(.*)"$/, '$1'));
    return text === undefined ? undefined : joinPath(directory, text);
  });
  return paths.every((path) => path !== undefined) ? paths : undefined;
}

/** Who owns what the build leaves in a directory: COPY --chown or the user of its steps. */
function ownerOf({ stage, model, runs }: Source, path: string): string | undefined {
  for (const instruction of stage.instructions) {
    const copy = model.copyOf(instruction);
    if (copy?.chown !== undefined && copy.destinationPath !== undefined && isWithin(copy.destinationPath, path))
      return copy.chown;
  }
  for (const { instruction } of runs) {
    const { user, workdir } = model.stateBefore(instruction);
    if (user.isRoot === false && workdir !== undefined && isWithin(workdir, path)) return user.text;
  }
  return undefined;
}

function outermost(paths: readonly string[]): readonly string[] {
  const all = [...new Set(paths)];
  return all.filter((path) => !all.some((other) => other !== path && isWithin(path, other)));
}

function forEachCommand(
  source: Source,
  visit: (command: ShellCommand, run: Instruction, directory: string | undefined) => void,
): void {
  for (const { instruction, script } of source.runs)
    for (const command of script.commands) visit(command, instruction, directoryAt(source.model, instruction, command));
}
