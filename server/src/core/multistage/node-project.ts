import type { PackageOperation } from '../model/packages';
import { joinPath } from '../model/paths';
import type { ShellCommand } from '../shell/shell';
import { expandInScript } from './shell-values';
import { directoryAt, type Source, type SourceRun } from './source';

/*
 * What the recipes for Node ask of a file: its calls of npm, Yarn, pnpm and Bun with what they do, and package.json.
 */

/** Programs that install packages and run scripts. */
export const MANAGERS: ReadonlySet<string> = new Set(['npm', 'yarn', 'yarnpkg', 'pnpm', 'npx', 'pnpx', 'bun', 'bunx']);

/** One call of a package manager or of a tool that builds. */
export interface NodeCall {
  readonly command: ShellCommand;
  readonly run: SourceRun;
  readonly kind: 'install' | 'global' | 'script' | 'other';
  readonly manager: string;
}

/** Returns the calls of the file, in order. */
export function nodeCalls({ runs }: Source): readonly NodeCall[] {
  return runs.flatMap((run) =>
    run.script.commands.flatMap((command): readonly NodeCall[] => {
      const operation = run.operations.get(command);
      const isOs = operation?.manager.kind === 'os';
      const manager = isOs ? '' : (operation?.manager.name ?? command.name ?? '');
      if (!MANAGERS.has(manager) && !isBuilder(command)) return [];
      return [{ command, run, kind: callKind(command, operation), manager }];
    }),
  );
}

/** Tells whether `command` is a program of front-end and TypeScript builds, called by its own name, through npx or in node_modules/.bin. */
export function isBuilder(command: ShellCommand): boolean {
  return /^(?:tsc|ng|vite|webpack|rollup|parcel|gulp|grunt|nest|next|nuxt|nuxi|esbuild|swc|babel|react-scripts|vue-cli-service|prisma|node-gyp|node-pre-gyp|lerna|turbo|nx|bower|corepack|ember|polymer|brunch|gatsby|hexo|docusaurus|astro|quasar|ionic|tsup)$/.test(
    command.name ?? '',
  );
}

const VALUED =
  /^(?:--filter|-F|--filter-prod|--prefix|--cwd|-C|--dir|--workspace|--registry|--network-timeout|--loglevel)$/;

/** The words of a call without its options and their values: `pnpm --filter api run build` is `run build`. */
export function verbWords({ name, args }: ShellCommand): readonly string[] {
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const text = args[i]?.value ?? args[i]?.text ?? '';
    if (VALUED.test(text) || (text === '-w' && name === 'npm')) i++;
    else if (!text.startsWith('-') || words.length > 0) words.push(text);
  }
  return words;
}

/** Sub-commands of Yarn, pnpm and Bun that are no script of package.json. */
const OWN_VERBS =
  /^(?:config|cache|set|prune|audit|version|versions|link|unlink|global|import|why|list|ls|info|init|login|logout|publish|pack|rebuild|rb|dedupe|store|env|pm|licenses|outdated|patch|patch-commit|plugin|policies|check|help|node|root|bin|remove|rm|unplug|up|upgrade|update|fetch|deploy|generate-lock-entry|autoclean|owner|tag|team|constraints|stage|search|setup|server|doctor|create|upgrade-interactive|self-update|ci|approve-builds|ignored-builds|-v|--version)$/;

/** Returns what a call does. */
export function callKind(command: ShellCommand, operation: PackageOperation | undefined): NodeCall['kind'] {
  const all = command.args.map(({ value }) => value ?? '');
  const name = command.name ?? '';
  const words = verbWords(command);
  const [verb = ''] = words;
  const isGlobal = all.some((word) => word === '-g' || word === '--global') || (name === 'yarn' && verb === 'global');
  if (operation?.action === 'install' && verb !== 'deploy') return isGlobal ? 'global' : 'install';
  if (
    (name === 'yarn' || name === 'yarnpkg') &&
    verb === '' &&
    !all.some((word) => /^(?:-v|--version|--help)$/.test(word))
  )
    return 'install';
  if (isBuilder(command) || /^(?:npx|pnpx|bunx)$/.test(name)) return 'script';
  if (/^(?:run|run-script|exec|x|dlx|deploy|foreach)$/.test(verb) || (verb === 'workspaces' && words.includes('run')))
    return 'script';
  if (verb === 'workspace') return words[2] === 'add' || words[2] === 'install' ? 'install' : 'script';
  if (/^(?:build|compile|test|lint)/.test(verb)) return 'script';
  const runsScripts = name === 'yarn' || name === 'pnpm' || name === 'bun';
  return runsScripts && verb !== '' && !OWN_VERBS.test(verb) && /^[\w:.-]+$/.test(verb) ? 'script' : 'other';
}

/** What package.json tells. */
export interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** `yarn@4.5.0`, `pnpm@9.1.0`: what Corepack takes. */
  readonly packageManager: string | undefined;
  readonly hasWorkspaces: boolean;
}

/** Returns package.json of the context's root, `undefined` where there is none to read. */
export function readManifest({ context }: Source): Manifest | undefined {
  const text = context?.read('package.json');
  if (text === undefined) return undefined;
  try {
    const json = JSON.parse(text) as Record<string, unknown>;
    const record = (key: string): Record<string, string> => {
      const value = json[key];
      return typeof value === 'object' && value !== null ? (value as Record<string, string>) : {};
    };
    return {
      scripts: record('scripts'),
      dependencies: Object.keys({ ...record('dependencies'), ...record('optionalDependencies') }),
      devDependencies: Object.keys(record('devDependencies')),
      packageManager: typeof json['packageManager'] === 'string' ? json['packageManager'] : undefined,
      hasWorkspaces: json['workspaces'] !== undefined || context?.exists('pnpm-workspace.yaml') === true,
    };
  } catch {
    return undefined;
  }
}

/** Returns the script of package.json that a package manager is told to run. */
export function scriptName(command: ShellCommand): string | undefined {
  const { name } = command;
  if (name === undefined || !['npm', 'yarn', 'pnpm', 'bun'].includes(name)) return undefined;
  const [verb, next] = verbWords(command);
  if (verb === 'run' || verb === 'run-script') return next;
  if (name === 'bun' && verb !== undefined && (/[./]/.test(verb) || OWN_VERBS.test(verb) || verb === 'x'))
    return undefined;
  return name === 'npm' && verb !== 'start' && verb !== 'test' ? undefined : verb;
}

/** Tells whether a call leaves development dependencies out in the first place. */
export function omitsDevelopment({ model }: Pick<Source, 'model'>, { command, run }: NodeCall): boolean {
  const words = command.args.map(({ value }) => value ?? '');
  const isAsked = words.some((word) =>
    /^(?:--production(?:=true)?|--omit=dev|--only=prod(?:uction)?|--prod|-P|-p)$/.test(word),
  );
  const own = command.assignments.find(({ name }) => name === 'NODE_ENV')?.value?.value;
  const isWanted = words.some((word) => /^(?:--production=false|--include=dev|--dev|-D)$/.test(word));
  return (
    isAsked ||
    (!isWanted &&
      (own ?? model.stateBefore(run.instruction).env.get('NODE_ENV')) === 'production' &&
      command.name !== 'bun')
  );
}

/** Tells whether a call is for several packages of a workspace. */
export function isRecursive({ args }: ShellCommand): boolean {
  return args.some(({ text }) => /^(?:--filter|-F|-r|--recursive|--workspaces?|-ws|workspaces?)(?:=|$)/.test(text));
}

/** Returns the directory that a call works in. */
export function workdirOf({ model }: Source, { command, run }: NodeCall): string | undefined {
  const workdir = directoryAt(model, run.instruction, command);
  const at = command.args.findIndex(({ value }) => /^(?:--prefix|--cwd|-C|--dir)$/.test(value ?? ''));
  const joined = command.args.find(({ text }) => /^--(?:prefix|cwd|dir)=/.test(text));
  const word = at === -1 ? joined : command.args[at + 1];
  if (word === undefined) return at === -1 ? workdir : undefined;
  const text = word.value ?? expandInScript(model, run.instruction, word.text);
  return text === undefined ? undefined : joinPath(workdir, text.replace(/^--(?:prefix|cwd|dir)=/, ''));
}
