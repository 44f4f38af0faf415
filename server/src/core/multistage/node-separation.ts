import type { Instruction } from '../syntax/dockerfile';
import { isRecursive, scriptName, verbWords, type Manifest, type NodeCall } from './node-project';
import type { Separation } from './recipe';
import type { Source } from './source';

/*
 * Whether a Node file installs dependencies apart from what it builds (layout deps-build-runtime): node_modules as the
 * install leaves it is what runs only if no later step writes into it.
 */

/**
 * Returns where dependencies end and the build begins, or a part of a sentence that says why they cannot be told apart.
 * `modules` are the directories of dependencies that the runtime gets, none where it gets what was built alone.
 */
export function nodeSeparation(
  source: Source,
  calls: readonly NodeCall[],
  manifest: Manifest | undefined,
  modules: readonly string[],
): Separation | string {
  const { file, stage } = source;
  const lineOf = (instruction: Instruction): string => String(file.lines.lineAt(instruction.span.start) + 1);
  const installs = calls.filter(({ kind }) => kind === 'install');
  const scripts = calls.filter(({ kind, command }) => kind === 'script' && command.name !== 'corepack');
  const [installed] = installs.map(({ run }) => run.instruction).slice(-1);
  if (installed === undefined) return 'nothing is installed';
  // What generates code into node_modules right after the install belongs to the dependencies.
  const firstBuild = scripts.findIndex(({ command }) => !isGenerator(programOf(command)));
  const generating = firstBuild === -1 ? scripts : scripts.slice(0, firstBuild);
  const generated = generating.at(-1)?.run.instruction;
  const lastInstall = generated !== undefined && generated.index > installed.index ? generated : installed;
  const builds = scripts.filter((call) => !generating.includes(call));
  const [build] = builds;
  if (build === undefined) return 'nothing is built besides the dependencies';
  const early = builds.find(({ run }) => run.instruction.index <= lastInstall.index);
  if (early !== undefined)
    return early.run.instruction === lastInstall
      ? `line ${lineOf(lastInstall)} installs and builds in one step`
      : `line ${lineOf(early.run.instruction)} builds before line ${lineOf(lastInstall)} installs`;
  if (modules.length === 0) return { lastInstall, directories: [] };

  if (manifest?.hasWorkspaces === true || calls.some(({ command }) => isRecursive(command)))
    return 'the packages of a workspace are installed and built together';
  const user = stage.instructions.find(
    ({ keyword, index }) =>
      keyword === 'USER' && index > lastInstall.index && index < (builds.at(-1)?.run.instruction.index ?? 0),
  );
  if (user !== undefined) return `line ${lineOf(user)} changes the user between install and build`;
  for (const { run, command } of calls) {
    if (run.instruction.index <= lastInstall.index) continue;
    const [verb = ''] = verbWords(command);
    if (/^(?:prune|dedupe|rebuild|rb|remove|rm|uninstall|un|unlink|link|update|up|upgrade|add)$/.test(verb))
      return `line ${lineOf(run.instruction)} changes node_modules after the install`;
  }
  for (const { instruction, script } of source.runs) {
    if (instruction.index <= lastInstall.index) continue;
    const names = script.commands.some(({ args }) => args.some(({ text }) => text.includes('node_modules')));
    if (names) return `line ${lineOf(instruction)} works in node_modules after the install`;
  }
  for (const { command, run } of builds) {
    const writer = writerOf(programOf(command), manifest, new Set());
    if (writer === undefined) continue;
    const line = lineOf(run.instruction);
    return manifest === undefined
      ? `what line ${line} writes into node_modules stands in package.json, which cannot be read`
      : `${writer}, which line ${line} calls, may write into node_modules`;
  }
  return { lastInstall, directories: modules };
}

/** The words of a call without what only starts it: `npx --yes tsc -p .` is `tsc -p .`, `npm run build` stays. */
function programOf(command: NodeCall['command']): readonly string[] {
  const { name = '', args } = command;
  const words = args.map(({ value, text }) => value ?? text);
  const script = scriptName(command);
  if (script !== undefined) return [name, 'run', script];
  return started([name, ...words]);
}

function started(words: readonly string[]): readonly string[] {
  const [name = '', ...rest] = words;
  if (/^(?:npx|pnpx|bunx)$/.test(name)) return rest.slice(rest.findIndex((word) => !word.startsWith('-')));
  if (/^(?:npm|pnpm|yarn|bun)$/.test(name) && /^(?:exec|x|dlx)$/.test(rest[0] ?? '')) {
    const own = rest.slice(1).filter((word) => word !== '--');
    return own.slice(own.findIndex((word) => !word.startsWith('-')));
  }
  return words;
}

/** `prisma generate` writes its client into node_modules. */
function isGenerator(words: readonly string[]): boolean {
  return words[0] === 'prisma' && words.includes('generate');
}

/** Programs that write what they build, and caches at most, into the project's own directories. */
const WRITES_ELSEWHERE =
  /^(?:tsc|vue-tsc|tsc-alias|tspc|tsup|unbuild|esbuild|swc|babel|vite|vitest|webpack|rspack|rsbuild|rollup|parcel|next|nuxt|nuxi|ng|nest|react-scripts|craco|vue-cli-service|astro|gatsby|remix|svelte-kit|svelte-check|eleventy|docusaurus|vuepress|vitepress|hexo|ember|sass|node-sass|less|lessc|postcss|tailwindcss|tailwind|eslint|tslint|prettier|stylelint|jest|mocha|ava|c8|nyc|rimraf|del|del-cli|shx|cpx|cpy|ncp|copyfiles|mkdirp|rm|cp|mv|mkdir|echo|cd|test|true|exit|terser|uglifyjs|html-minifier|cleancss|i18next|formatjs|lingui|graphql-codegen|openapi-generator|svgo|workbox|purgecss|browserify|microbundle|bili|pkgroll|ncc|typedoc|madge|depcheck|knip|biome|oxlint)$/;
const SCRIPT_RUNNERS = /^(?:npm-run-all2?|run-s|run-p)$/;
const WRAPPERS = /^(?:cross-env|cross-env-shell|env-cmd|dotenv|dotenvx|env|time|exec)$/;

/** Returns what of a call may write into node_modules, `undefined` where nothing does; an unknown program may. */
function writerOf(
  words: readonly string[],
  manifest: Manifest | undefined,
  seen: ReadonlySet<string>,
): string | undefined {
  const own = withoutWrappers(words);
  const [path = '', ...rest] = own;
  const name = path.replace(/^(?:\.\/)?node_modules\/\.bin\//, '');
  const isInside = rest.some((word) => word.includes('node_modules'));
  if (WRITES_ELSEWHERE.test(name) && !isInside) return undefined;
  const names = scriptsOf(name, rest, manifest);
  if (names === undefined) return `"${own.slice(0, 2).join(' ')}"`;
  for (const script of names) {
    if (seen.has(script)) continue;
    const text = manifest?.scripts[script];
    if (text === undefined) return `the script "${script}"`;
    const lifecycle = [manifest?.scripts[`pre${script}`], text, manifest?.scripts[`post${script}`]];
    for (const part of lifecycle.flatMap((line) => line?.split(/&&|\|\||[;|&\n]/) ?? [])) {
      const called = part
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/^["']|["']$/g, ''));
      if (called[0] === '' || called[0] === undefined) continue;
      const found = writerOf(started(called), manifest, new Set([...seen, script]));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function withoutWrappers(words: readonly string[]): readonly string[] {
  let own = words;
  for (;;) {
    const [first = ''] = own;
    if (/^[A-Za-z_]\w*=/.test(first) || WRAPPERS.test(first)) own = own.slice(1);
    else if (own !== words && (first === '--' || first.startsWith('-')))
      own = own.slice(first === '-f' || first === '-e' ? 2 : 1);
    else return started(own);
  }
}

/** The scripts of package.json that a call runs, `undefined` where it runs something else. */
function scriptsOf(
  name: string,
  words: readonly string[],
  manifest: Manifest | undefined,
): readonly string[] | undefined {
  const all = Object.keys(manifest?.scripts ?? {});
  if (SCRIPT_RUNNERS.test(name)) {
    return words
      .filter((word) => !word.startsWith('-'))
      .flatMap((word) => {
        if (!word.includes('*')) return [word];
        const pattern = new RegExp(`^${word.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`);
        return all.filter((script) => pattern.test(script));
      });
  }
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(name)) return undefined;
  const [verb, next] = words.filter((word) => !word.startsWith('-'));
  if (verb === 'run' || verb === 'run-script') return next === undefined ? undefined : [next];
  if (verb === 'test' || verb === 'start') return [verb];
  return verb !== undefined && name !== 'npm' && all.includes(verb) ? [verb] : undefined;
}
