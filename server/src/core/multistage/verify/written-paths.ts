import { isValid, noteReads, recordReads, type Ground } from '../../reads/reads';
import type { BuildContext } from '../../context/build-context';
import { stageChain } from '../../model/configuration';
import { installedBeside, installPrefix, UNKNOWN_PREFIX } from '../../model/install-prefix';
import type { DockerfileModel } from '../../model/model';
import { packageOperation } from '../../model/packages';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import { homeOfUser } from '../../model/user-home';
import type { Stage } from '../../model/stage';
import type { ShellCommand, ShellWord } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import { expandInScript } from '../shell-values';

/**
 * What lies at a path. `packages`: installed modules, which may hold machine code; `binary` and `static-binary`: a
 * compiler's output; `output`: text that a build tool makes (JavaScript, CSS); `system`: files of the distribution.
 */
export type Content =
  'directory' | 'source' | 'venv' | 'packages' | 'binary' | 'static-binary' | 'output' | 'system' | 'data' | 'other';

/** One place that a stage writes. */
export interface WrittenPath {
  readonly path: string;
  readonly content: Content;
  /** Anything may lie below it; otherwise it is one file or an empty directory. */
  readonly isTree: boolean;
  /** Tells whether what `relative` names below the path is there; absent where nothing tells. */
  readonly holds?: (relative: string) => boolean;
  /** Absent for what comes with the base image. */
  readonly instruction?: Instruction;
  readonly command?: ShellCommand;
}

/** One RUN command with the directory it runs in. */
export interface PlacedCommand {
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** `undefined` where unknown. */
  readonly directory: string | undefined;
}

/** Returns the commands of RUN in `stage` and the stages below it, in order, each with its working directory. */
export function placedCommands(model: DockerfileModel, stage: Stage): readonly PlacedCommand[] {
  return stageChain(stage).flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => keyword === 'RUN').flatMap((run) => commandsOf(model, run)),
  );
}

function commandsOf(model: DockerfileModel, run: Instruction): readonly PlacedCommand[] {
  const outer = { directory: model.stateBefore(run).workdir };
  let inner = outer;
  let statement: number | undefined;
  return model.scriptOf(run).commands.map((command) => {
    // A `cd` in a subshell holds to the end of its statement.
    if (statement !== command.statement || !command.isNested) inner = { directory: outer.directory };
    statement = command.statement;
    const scope = command.isNested ? inner : outer;
    const directory = scope.directory;
    if (command.name === 'cd' || command.name === 'pushd') {
      const target = command.args.find(({ text }) => !text.startsWith('-'));
      const path = target === undefined ? undefined : wordText(model, run, target);
      scope.directory = path === undefined ? undefined : joinPath(directory, path);
    }
    return { instruction: run, command, directory };
  });
}

/** Returns the text of a shell word with the variables of the Dockerfile replaced, `undefined` where it is not known. */
export function wordText(model: DockerfileModel, run: Instruction, word: ShellWord): string | undefined {
  if (word.hasSubstitution) return undefined;
  const text = word.value ?? expandInScript(model, run, word.text.replace(/["']/g, ''));
  if (text === undefined) return undefined;
  const home = model.stateBefore(run).user.isRoot === true ? '/root' : undefined;
  if (!/^~(?:\/|$)/.test(text)) return text;
  return home === undefined ? undefined : home + text.slice(1);
}

const known = new WeakMap<
  Stage,
  {
    readonly context: BuildContext | undefined;
    readonly value: readonly WrittenPath[];
    readonly grounds: readonly Ground[];
  }
>();

/** Returns the places that `stage` and the stages below it write, in order, base image first. */
export function writtenPaths(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext | undefined,
): readonly WrittenPath[] {
  const found = known.get(stage);
  if (found !== undefined && found.context === context && isValid(found.grounds)) {
    noteReads(found.grounds);
    return found.value;
  }
  const read = recordReads(() => readPaths(model, stage, context));
  known.set(stage, { context, ...read });
  return read.value;
}

function readPaths(model: DockerfileModel, stage: Stage, context: BuildContext | undefined): readonly WrittenPath[] {
  const written: WrittenPath[] = [...basePaths(stage)];
  for (const one of stageChain(stage)) {
    for (const instruction of one.instructions) {
      switch (instruction.keyword) {
        case 'WORKDIR': {
          const text = instruction.words[0] && model.expandAt(instruction.words[0].value, instruction);
          const path = text === undefined ? undefined : joinPath(model.stateBefore(instruction).workdir, text);
          if (path !== undefined) written.push({ path, content: 'directory', isTree: false, instruction });
          break;
        }
        case 'COPY':
        case 'ADD':
          written.push(...copiedPaths(model, instruction, context));
          break;
        case 'RUN':
          for (const placed of commandsOf(model, instruction))
            written.push(...commandPaths(model, placed, context, written).map((found) => ({ instruction, ...found })));
          break;
        default:
      }
    }
  }
  return written;
}

/** Returns what of `written` makes up `path`: what lies in it, and what it lies in. */
export function makersOf(written: readonly WrittenPath[], path: string): readonly WrittenPath[] {
  return written.filter((one) => isWithin(one.path, path) || (one.isTree && contains(one, path)));
}

function contains({ path: tree, holds }: WrittenPath, path: string): boolean {
  if (!isWithin(path, tree)) return false;
  if (path === tree || holds === undefined) return true;
  return holds(tree === '/' ? path.slice(1) : path.slice(tree.length + 1));
}

function basePaths({ facts }: Stage): readonly WrittenPath[] {
  if (facts === undefined || facts.variant === 'scratch') return [{ path: '/', content: 'directory', isTree: false }];
  const lacks = [
    ...(facts.distribution.family === 'alpine' && facts.family === 'golang' ? ['share/zoneinfo'] : []),
    ...(/^(?:debian|ubuntu|node)$/.test(facts.family) &&
    facts.distribution.family !== 'alpine' &&
    facts.variant !== 'full'
      ? ['ssl/certs/ca-certificates.crt']
      : []),
    ...(/^(?:debian|ubuntu)$/.test(facts.family) ? ['ssl/certs/ca-certificates.crt'] : []),
    ...(facts.family === 'alpine' ? ['share/zoneinfo'] : []),
  ];
  const holds = (relative: string): boolean =>
    !lacks.some((missing) => isWithin(`/${relative}`, `/${missing}`)) && !/^local(?:\/|$)/.test(relative);
  const directories = ['/', '/root', '/tmp', '/home', '/opt', '/var', '/srv', '/usr/local', '/usr/local/bin'];
  const trees = ['/usr', '/etc', '/lib', '/lib64', '/bin', '/sbin', '/var/lib', '/var/www'];
  const language = facts.language === undefined ? [] : ['/usr/local'];
  return [
    ...directories.map((path) => ({ path, content: 'directory' as const, isTree: false })),
    ...trees.map((path) => ({ path, content: 'system' as const, isTree: true, holds })),
    ...language.map((path) => ({ path, content: 'system' as const, isTree: true })),
  ];
}

function copiedPaths(
  model: DockerfileModel,
  instruction: Instruction,
  context: BuildContext | undefined,
): readonly WrittenPath[] {
  const copy = model.copyOf(instruction);
  const target = copy?.destinationPath;
  if (copy === undefined || target === undefined) return [];
  if (copy.from.kind !== 'context') {
    const from = copy.from;
    const makers = from.kind === 'stage' ? writtenPaths(model, from.stage, context) : undefined;
    return copy.sources.flatMap(({ path }) => {
      if (path === undefined || makers === undefined)
        return [{ path: target, content: 'other' as const, isTree: true, instruction }];
      // A file lands in the directory, a directory's contents do: only the source's stage could tell.
      const targets = copy.isDirectory ? [target, joinPath(target, baseName(path)) ?? target] : [target];
      return targets.flatMap((place) => handedOn(makersOf(makers, `/${path}`), `/${path}`, place, instruction));
    });
  }
  return copy.sources.flatMap(({ path, kind }): readonly WrittenPath[] => {
    if (kind !== 'path' || path === undefined) return [{ path: target, content: 'source', isTree: true, instruction }];
    if (/[*?[]/.test(path)) {
      const names = context === undefined ? undefined : matches(context, path);
      if (names === undefined) return [{ path: target, content: 'source', isTree: true, instruction }];
      return names.map((name) => fileAt(target, name, context, instruction));
    }
    if (context === undefined) {
      const isFile = looksLikeFile(path);
      if (isFile && copy.isDirectory) return [fileOf(joinPath(target, baseName(path)) ?? target, instruction)];
      return [{ path: target, content: 'source', isTree: !isFile, instruction }];
    }
    const entries = context.list(path);
    if (entries !== undefined) {
      const holds = (relative: string): boolean => {
        const inside = path === '' ? relative : `${path}/${relative}`;
        return context.exists(inside) && !context.ignores(inside);
      };
      return [{ path: target, content: 'source', isTree: true, holds, instruction }];
    }
    return [fileOf(copy.isDirectory ? (joinPath(target, baseName(path)) ?? target) : target, instruction)];
  });
}

/** What lies in or around `path` lies in or around `target` afterwards, and is still what it was. */
function handedOn(
  makers: readonly WrittenPath[],
  path: string,
  target: string,
  instruction: Instruction,
): readonly WrittenPath[] {
  return makers.map(({ path: made, content, isTree, holds }) => {
    const base = { content: content === 'directory' ? ('data' as const) : content, instruction };
    if (isWithin(made, path)) {
      const place = joinPath(target, made.slice(path === '/' ? 1 : path.length + 1)) ?? target;
      return { ...base, path: place, isTree: isTree || made === path, ...(holds === undefined ? {} : { holds }) };
    }
    const offset = made === '/' ? path.slice(1) : path.slice(made.length + 1);
    const inner = holds === undefined ? {} : { holds: (relative: string) => holds(`${offset}/${relative}`) };
    return { ...base, path: target, isTree: true, ...inner };
  });
}

function fileOf(path: string, instruction: Instruction): WrittenPath {
  return { path, content: 'source', isTree: false, instruction };
}

function fileAt(
  target: string,
  name: string,
  context: BuildContext | undefined,
  instruction: Instruction,
): WrittenPath {
  const isDirectory = context?.list(name) !== undefined;
  const path = isDirectory ? target : (joinPath(target, baseName(name)) ?? target);
  return { path, content: 'source', isTree: isDirectory, instruction };
}

/** Returns the entries of the context that a pattern of COPY names, `undefined` where the pattern is beyond this reader. */
export function matches(context: BuildContext, pattern: string): readonly string[] | undefined {
  let found: readonly string[] = [''];
  for (const segment of pattern.split('/')) {
    if (/[[\]\\]|\*\*/.test(segment)) return undefined;
    const test = new RegExp(
      `^${segment
        .replace(/[.+^${}()|]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
    found = found.flatMap((directory) =>
      (context.list(directory) ?? [])
        .map((entry) => entry.replace(/\/$/, ''))
        .filter((entry) => test.test(entry))
        .map((entry) => (directory === '' ? entry : `${directory}/${entry}`)),
    );
  }
  return found.filter((path) => !context.ignores(path));
}

/** Tells by its name alone whether a source of COPY is a file: it has an extension, or a name that files have. */
export function looksLikeFile(path: string): boolean {
  const name = baseName(path);
  return /^.+\.\w+$|^\.\w+rc$|^(?:Makefile|Gemfile|Pipfile|Procfile|Dockerfile|Rakefile|gradlew|mvnw|grailsw|LICENSE|README|yarn\.lock)$/.test(
    name,
  );
}

/** Returns the content that decides what a copy needs: machine code before text. */
export function dominantContent(makers: readonly WrittenPath[]): Content {
  const order: readonly Content[] = [
    'venv',
    'packages',
    'binary',
    'other',
    'static-binary',
    'output',
    'source',
    'data',
    'directory',
  ];
  const own = makers.filter(({ content }) => content !== 'system');
  return order.find((content) => own.some((maker) => maker.content === content)) ?? 'system';
}

type Found = Omit<WrittenPath, 'instruction'>;

/** What one command writes; nothing for commands that this reader does not know. */
function commandPaths(
  model: DockerfileModel,
  placed: PlacedCommand,
  context: BuildContext | undefined,
  written: readonly WrittenPath[],
): readonly Found[] {
  const { command } = placed;
  const redirected = command.redirects.flatMap(({ operator, target }) => {
    const path = target === undefined || !/^\d*>>?\|?$/.test(operator) ? undefined : pathOf(model, placed, target);
    return path === undefined || path.startsWith('/dev/') ? [] : [file(path, 'data', command)];
  });
  const reader = new CommandReader(model, placed, context, written);
  return [...redirected, ...reader.read()];
}

function pathOf(
  model: DockerfileModel,
  { instruction, directory }: PlacedCommand,
  word: ShellWord,
): string | undefined {
  const text = wordText(model, instruction, word);
  return text === undefined || text === '' ? undefined : joinPath(directory, text);
}

function file(path: string, content: Content, command: ShellCommand): Found {
  return { path, content, isTree: false, command };
}

function tree(path: string | undefined, content: Content, command: ShellCommand): readonly Found[] {
  return path === undefined ? [] : [{ path, content, isTree: true, command }];
}

/** Names under which build tools of the web leave their output (the tools' documentation). */
const OUTPUTS =
  /^(?:dist|build|out|output|lib|es|esm|cjs|public|_site|site|www|bundle|storybook-static|\.next|\.nuxt|\.output|\.svelte-kit|\.vercel|generated|static|staticfiles|assets|wwwroot|compiled|tmp|bin)$/;

/** Options of `git clone` whose value is the next word (git-clone manual). */
const GIT_VALUED =
  /^(?:-[boucj]|--(?:depth|branch|origin|upload-pack|config|jobs|reference|reference-if-able|separate-git-dir|shallow-since|shallow-exclude|filter|template|server-option|bundle-uri))$/;

class CommandReader {
  readonly #model: DockerfileModel;
  readonly #placed: PlacedCommand;
  readonly #context: BuildContext | undefined;
  readonly #written: readonly WrittenPath[];

  constructor(
    model: DockerfileModel,
    placed: PlacedCommand,
    context: BuildContext | undefined,
    written: readonly WrittenPath[],
  ) {
    this.#model = model;
    this.#placed = placed;
    this.#context = context;
    this.#written = written;
  }

  read(): readonly Found[] {
    const { command, directory } = this.#placed;
    const name = command.name ?? '';
    const operation = packageOperation(command);
    if (operation?.action === 'install') return this.#installed(operation.manager.name);
    const prefix = installPrefix(this.#model, this.#placed.instruction, command);
    if (prefix !== undefined) {
      const beside = installedBeside(this.#model, this.#placed.instruction, command);
      return (prefix === UNKNOWN_PREFIX ? [] : [prefix, ...beside]).flatMap((path) => tree(path, 'binary', command));
    }
    const operands = this.#operands();
    const last = operands.at(-1);
    switch (name) {
      case 'mkdir':
        return operands
          .filter((path) => !/^\/?[0-7]{3,4}$/.test(baseName(path)))
          .map((path) => ({ path, content: 'directory', isTree: false, command }));
      case 'touch':
      case 'tee':
        return operands.map((path) => file(path, 'data', command));
      case 'cp':
      case 'mv':
      case 'install':
        return this.#placedFiles(operands, last);
      case 'ln':
      case 'rsync':
        return tree(this.#option('-t', '--target-directory') ?? last, this.#contentOf(operands.slice(0, -1)), command);
      case 'tar':
      case 'bsdtar':
        return tree(
          this.#option('-C', '--directory', '--one-top-level') ?? this.#clustered('C') ?? directory,
          this.#unpacked(operands),
          command,
        );
      case 'unzip':
        return tree(this.#option('-d') ?? directory, this.#unpacked(operands), command);
      case 'curl':
      case 'wget':
        return this.#downloaded();
      case 'git':
        return this.#cloned();
      case 'bundle':
      case 'bundler':
      case 'gem':
        return this.#gems();
      case 'jekyll':
        return this.#outputs();
      case 'cpanm':
      case 'cpan':
      case 'cpm':
      case 'carton':
        return this.#perlModules();
      case 'mix':
        return tree(this.#option('--path') ?? joinPath(directory, '_build'), 'binary', command);
      case 'swift':
        return tree(joinPath(directory, '.build'), 'binary', command);
      case 'dart':
        return tree(this.#option('-o', '--output'), 'binary', command);
      case 'stack':
      case 'cabal':
      case 'ghc':
        return [
          ...tree(
            this.#option('--local-bin-path', '--installdir', '--bindir', '-o') ??
              (name === 'cabal' ? '/root/.cabal/bin' : '/root/.local/bin'),
            'binary',
            command,
          ),
          ...tree(joinPath(directory, name === 'cabal' ? 'dist-newstyle' : '.stack-work'), 'binary', command),
        ];
      case 'bash':
      case 'sh':
        return this.#condaInstaller();
      case 'R':
      case 'Rscript':
      case 'r':
      case 'install2.r':
      case 'install.r':
      case 'installGithub.r':
      case 'installBioc.r':
        return tree('/usr/local/lib/R/site-library', 'packages', command);
      case 'virtualenv':
        return tree(operands[0], 'venv', command);
      case 'uv':
        return this.#verb() === 'venv'
          ? tree(operands[1] ?? joinPath(directory, '.venv'), 'venv', command)
          : this.#uv();
      case 'go':
      case 'godep':
      case 'gom':
      case 'go-wrapper':
        return this.#go();
      case 'npm':
      case 'pnpm':
      case 'yarn':
      case 'bun':
      case 'npx':
      case 'tsc':
      case 'vite':
      case 'webpack':
      case 'ng':
      case 'next':
      case 'esbuild':
      case 'rollup':
      case 'parcel':
        return this.#outputs();
      case 'make':
        return [...this.#madeByMake(), ...this.#outputs()];
      case 'cmake':
      case 'ninja':
      case 'hugo':
      case 'mkdocs':
      case 'django-admin':
      case 'manage.py':
        return this.#outputs();
      case 'cargo':
        return this.#verb() === 'install'
          ? tree('/usr/local/cargo/bin', 'binary', command)
          : tree(joinPath(directory, 'target'), 'binary', command);
      case 'mvn':
      case 'mvnw':
      case 'gradle':
      case 'gradlew':
      case 'sbt':
      case 'lein':
      case 'clojure':
      case 'clj':
      case 'boot':
      case 'ant':
      case 'grails':
      case 'grailsw':
        return this.#project(name);
      case 'javac':
      case 'kotlinc':
      case 'scalac':
        return this.#classes(operands);
      case 'jar':
        return this.#archive(operands);
      case 'dotnet':
        return this.#dotnet();
      case 'useradd':
      case 'adduser':
        return this.#home();
      default:
        if (/^(?:python|pypy)[\d.]*$/.test(name)) return this.#python(operands);
        if (/^(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|rustc|ld)$/.test(name))
          return tree(this.#option('-o') ?? joinPath(directory, 'a.out'), 'binary', command);
        return [];
    }
  }

  /** Copied files are what they were where they were made. */
  #contentOf(sources: readonly string[]): Content {
    const makers = sources.flatMap((source) => makersOf(this.#written, source));
    return makers.length === 0 ? 'other' : dominantContent(makers);
  }

  /** An archive that the build made holds what the build made. */
  #unpacked(operands: readonly string[]): Content {
    const content = this.#contentOf(operands.filter((path) => /\.(?:tar|tgz|zip|jar|war|gz)$/.test(path)));
    return content === 'output' ? 'output' : 'other';
  }

  /** The build directories of a JVM project and of its modules. */
  #project(tool: string): readonly Found[] {
    const { command, directory } = this.#placed;
    const named = this.#option('-f', '--file', '-p', '--project-dir', '-buildfile');
    const root = named === undefined ? directory : /\.(?:xml|gradle|kts)$/.test(named) ? directoryOf(named) : named;
    if (root === undefined) return [];
    const isOutput =
      tool === 'ant'
        ? /(?:^|\/)(?:build|dist|target|classes|out|bin)(?:\/|$)/
        : tool.startsWith('gradle')
          ? /(?:^|\/)build(?:\/|$)/
          : /(?:^|\/)target(?:\/|$)/;
    return [{ path: root, content: 'output', isTree: true, holds: (relative) => isOutput.test(relative), command }];
  }

  #classes(operands: readonly string[]): readonly Found[] {
    const { command, directory } = this.#placed;
    const named = this.#option('-d');
    if (named !== undefined) return tree(named, 'output', command);
    const source = operands.find((path) => /\.(?:java|kt|scala)$/.test(path));
    const roots = new Set([directory, ...(source === undefined ? [] : [directoryOf(source)])]);
    return [...roots].flatMap((path) =>
      path === undefined
        ? []
        : [{ path, content: 'output', isTree: true, holds: (relative) => relative.endsWith('.class'), command }],
    );
  }

  /** `jar cf app.jar ...` packs, `jar xf app.jar` unpacks. */
  #archive(operands: readonly string[]): readonly Found[] {
    const { command, directory } = this.#placed;
    const [first] = command.args;
    const mode = first?.value ?? '';
    if (/^-?-?(?:[a-z]*x[a-z]*|extract)$/.test(mode)) return tree(directory, this.#unpacked(operands), command);
    const made = operands.find((path) => path.endsWith('.jar') || path.endsWith('.war'));
    return made === undefined ? [] : [file(made, 'output', command)];
  }

  /** `dotnet publish` and `build`: into a directory of their own, or `bin` and `obj` beside the project. */
  #dotnet(): readonly Found[] {
    const { command, directory } = this.#placed;
    const named = this.#option('-o', '--output');
    if (named !== undefined) return tree(named, 'output', command);
    if (!['publish', 'build'].includes(this.#verb()) || directory === undefined) return [];
    const project = this.#operands().find(
      (path) => /\.(?:cs|fs|vb)proj$|\.sln$/.test(path) || baseName(path) !== this.#verb(),
    );
    const root = project === undefined ? directory : /\.\w+proj$|\.sln$/.test(project) ? directoryOf(project) : project;
    const holds = (relative: string): boolean => /(?:^|\/)bin(?:\/|$)/.test(relative);
    return [...new Set([directory, root])].map((path) => ({ path, content: 'output', isTree: true, holds, command }));
  }

  #python(operands: readonly string[]): readonly Found[] {
    const { command } = this.#placed;
    const texts = command.args.map(({ value }) => value ?? '');
    const module = texts[texts.indexOf('-m') + 1];
    if (texts.includes('-m') && (module === 'venv' || module === 'virtualenv'))
      return tree(operands.at(-1), 'venv', command);
    return texts.some((text) => /(?:^|\/)manage\.py$/.test(text)) || module === 'django' ? this.#outputs() : [];
  }

  /** `bash miniconda.sh -b -p /opt/conda` unpacks itself there. */
  #condaInstaller(): readonly Found[] {
    const { command } = this.#placed;
    const words = command.args.map(({ value }) => value ?? '');
    const isSilent = words.some((word) => /^-[a-z]*b[a-z]*$/.test(word));
    const script = words.find((word) => word.endsWith('.sh'));
    if (!isSilent || script === undefined) return [];
    const prefix =
      this.#option('-p', '--prefix', '-bp') ?? (/(?:ana|mini)conda|miniforge/i.test(script) ? '/root' : undefined);
    return tree(prefix, 'packages', command);
  }

  #installed(manager: string): readonly Found[] {
    const { command, directory } = this.#placed;
    if (manager === 'uv' && command.args[0]?.value === 'sync') return this.#uv();
    const isGlobal = command.args.some(({ value }) => value === '-g' || value === '--global' || value === 'global');
    switch (manager) {
      case 'pip':
      case 'pip3':
      case 'uv': {
        const target = this.#option('-t', '--target', '--prefix', '--root');
        if (target !== undefined) return tree(target, 'packages', command);
        const userBase = this.#userBase();
        if (userBase !== undefined) return tree(userBase, 'packages', command);
        const venv = this.#activeVenv();
        if (venv !== undefined) return tree(venv, 'venv', command);
        return [
          ...tree('/usr/local/lib', 'packages', command),
          ...tree('/usr/local/bin', 'packages', command),
          ...tree('/usr/local/share', 'packages', command),
          ...tree('/usr/local/etc', 'packages', command),
        ];
      }
      case 'npm':
      case 'pnpm':
      case 'yarn':
      case 'yarnpkg':
      case 'bun':
        return isGlobal
          ? [
              ...tree('/usr/local/lib/node_modules', 'packages', command),
              ...tree('/usr/local/bin', 'packages', command),
            ]
          : [
              ...tree(
                joinPath(this.#option('--prefix', '--cwd', '-C', '--dir') ?? directory, 'node_modules'),
                'packages',
                command,
              ),
              // What Corepack fetches when a package manager is first called.
              ...tree(manager === 'npm' ? undefined : this.#corepackHome(), 'data', command),
              // Lock files are written where there is none; postinstall scripts may build.
              ...['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml'].flatMap((name) => {
                const path = joinPath(directory, name);
                return path === undefined ? [] : [file(path, 'data', command)];
              }),
            ];
      case 'go':
        return this.#go();
      case 'composer':
        return tree(joinPath(directory, 'vendor'), 'packages', command);
      case 'bundle':
      case 'bundler':
      case 'gem':
        return this.#gems();
      case 'cpanm':
      case 'cpan':
        return this.#perlModules();
      case 'cargo':
        return tree('/usr/local/cargo/bin', 'binary', command);
      case 'conda':
      case 'mamba':
      case 'micromamba':
        return tree(this.#option('-p', '--prefix') ?? '/opt/conda', 'packages', command);
      case 'poetry':
      case 'pipenv':
      case 'pdm': {
        const venv = this.#activeVenv() ?? joinPath(directory, '.venv');
        return tree(venv, 'venv', command);
      }
      default:
        return ['/usr', '/etc', '/lib', '/bin', '/sbin'].map((path) => ({
          path,
          content: 'system',
          isTree: true,
          holds: (relative) => !/^local(?:\/|$)/.test(relative),
          command,
        }));
    }
  }

  /** Where files are put: below a directory under the names that they had, else at the last operand. */
  #placedFiles(operands: readonly string[], last: string | undefined): readonly Found[] {
    const { command, instruction } = this.#placed;
    const target = this.#option('-t', '--target-directory');
    const sources = target === undefined ? operands.slice(0, -1) : operands;
    const place = target ?? last;
    const texts = command.args.map((word) => wordText(this.#model, instruction, word) ?? word.text);
    const isDirectory =
      target !== undefined ||
      texts.at(-1)?.endsWith('/') === true ||
      this.#written.some(({ path, content }) => path === place && content === 'directory');
    const content = this.#contentOf(sources);
    // `cp -r from/. to/` and patterns put there what nothing names.
    const isNamed =
      sources.every((path) => !/[*?[]/.test(path)) && !texts.some((text) => /(?:^|\/)\.\.?\/?$/.test(text));
    if (place === undefined || !isDirectory || !isNamed || sources.length === 0) return tree(place, content, command);
    return sources.flatMap((path) => tree(joinPath(place, baseName(path)), content, command));
  }

  #uv(): readonly Found[] {
    const { command, directory, instruction } = this.#placed;
    if (this.#verb() !== 'sync') return [];
    const { env } = this.#model.stateBefore(instruction);
    const named = env.get('UV_PROJECT_ENVIRONMENT');
    const path = joinPath(this.#option('--project', '--directory') ?? directory, named ?? '.venv');
    return tree(path, path === '/usr/local' ? 'packages' : 'venv', command);
  }

  /** Where pip installs for a user: at its word, or at PIP_USER's (pip's documentation on user installs). */
  #userBase(): string | undefined {
    const { command, instruction } = this.#placed;
    const { env, user } = this.#model.stateBefore(instruction);
    const isOn = /^(?:1|true|yes|on)$/i.test(env.get('PIP_USER') ?? '');
    if (!isOn && !command.args.some(({ value }) => value === '--user')) return undefined;
    const stage = this.#model.stageOf(instruction);
    const home = user.isRoot === true || stage === undefined ? '/root' : homeOfUser(this.#model, stage, user.text);
    return env.get('PYTHONUSERBASE') ?? (home === undefined ? undefined : `${home}/.local`);
  }

  /** The venv that `pip` belongs to: its own path, VIRTUAL_ENV, or the first directory of PATH. */
  #activeVenv(): string | undefined {
    const { command, instruction } = this.#placed;
    const program = command.nameWord && wordText(this.#model, instruction, command.nameWord);
    const own = /^(\/.+)\/bin\/[^/]+$/.exec(program ?? '')?.[1];
    if (own !== undefined && own !== '/usr' && own !== '/usr/local') return own;
    const { env } = this.#model.stateBefore(instruction);
    const stage = this.#model.stageOf(instruction);
    const raw = stage && rawValueOf(stage, 'PATH', instruction.index);
    const path = env.get('PATH') ?? raw ?? '';
    const first = /^(\/[^:$]+)\/bin(?::|$)/.exec(path)?.[1];
    if (first !== undefined && first !== '/usr' && first !== '/usr/local') return first;
    return env.get('VIRTUAL_ENV');
  }

  /** Where RubyGems and Bundler install: the image's own directory, Debian's, or what options, settings and variables say. */
  #gems(): readonly Found[] {
    const { command, directory, instruction } = this.#placed;
    const texts = command.args.map((word) => wordText(this.#model, instruction, word) ?? word.text);
    const { env, user } = this.#model.stateBefore(instruction);
    const stage = this.#model.stageOf(instruction);
    const isOfficial = stage !== undefined && stageChain(stage)[0]?.facts?.language?.name === 'Ruby';
    const home = env.get('HOME') ?? (user.isRoot === true ? '/root' : undefined);
    const settings = [
      ...(home === undefined ? [] : tree(`${home}/.bundle`, 'data', command)),
      ...tree(env.get('BUNDLE_APP_CONFIG') ?? joinPath(directory, '.bundle'), 'data', command),
    ];
    const own = env.get('GEM_HOME');
    const system =
      own !== undefined || isOfficial
        ? [own ?? '/usr/local/bundle', ...(texts.includes('--system') ? ['/usr/local/lib/ruby', '/usr/local/bin'] : [])]
        : stage !== undefined && stageChain(stage)[0]?.facts?.packageManager === 'apk'
          ? ['/usr/lib/ruby/gems', '/usr/bin']
          : ['/var/lib/gems', '/usr/local/bin'];
    const gems = system.flatMap((path) => tree(path, 'packages', command));
    if (command.name !== 'bundle' && command.name !== 'bundler') return gems;
    if (texts[0] === 'config') return [...settings, ...(isOfficial ? gems : [])];
    if (texts[0] === 'exec') return [];
    const gemfile = this.#option('--gemfile') ?? env.get('BUNDLE_GEMFILE');
    const root = gemfile === undefined ? directory : directoryOf(joinPath(directory, gemfile) ?? gemfile);
    const path = this.#option('--path') ?? env.get('BUNDLE_PATH') ?? this.#bundlerSetting('path');
    const vendored = joinPath(root, path ?? 'vendor/bundle');
    const lock = joinPath(root, `${gemfile === undefined ? 'Gemfile' : baseName(gemfile)}.lock`);
    return [
      ...gems,
      ...settings,
      ...tree(vendored, 'packages', command),
      ...(lock === undefined ? [] : [file(lock, 'data', command)]),
    ];
  }

  /** Perl's own directories, those of Debian's Perl, and `local` beside the application. */
  #perlModules(): readonly Found[] {
    const { command, directory } = this.#placed;
    const own = this.#option('-L', '-l', '--local-lib', '--local-lib-contained') ?? joinPath(directory, 'local');
    const places = ['/usr/local/lib/perl5', '/usr/local/share/perl', '/usr/local/lib', '/usr/local/bin', own];
    return places.flatMap((path) => tree(path, 'packages', command));
  }

  /** What an earlier `bundle config` of the stage sets. */
  #bundlerSetting(name: string): string | undefined {
    const { instruction } = this.#placed;
    const stage = this.#model.stageOf(instruction);
    const runs = (stage?.instructions ?? []).filter(
      ({ keyword, index }) => keyword === 'RUN' && index <= instruction.index,
    );
    const words = runs
      .flatMap((run) => this.#model.scriptOf(run).commands)
      .filter((command) => /^bundler?$/.test(command.name ?? '') && command.args[0]?.value === 'config')
      .map(({ args }) => args.map(({ value }) => value ?? ''))
      .findLast((texts) => texts.includes(name));
    return words?.[words.indexOf(name) + 1];
  }

  /** What the words of make name, and where the go tool installs if make calls it. */
  #madeByMake(): readonly Found[] {
    const { command, instruction } = this.#placed;
    const texts = command.args.map((word) => wordText(this.#model, instruction, word) ?? word.text);
    const named = texts.flatMap((text) => /^\w+=(?:.*[=\s"'])?(\/[\w./-]+)["']?$/.exec(text)?.[1] ?? []);
    const gopath = this.#variable('GOPATH');
    return [
      ...named.flatMap((path) => tree(path.replace(/\/$/, ''), 'binary', command)),
      ...(gopath === undefined ? [] : tree(`${gopath}/bin`, 'binary', command)),
    ];
  }

  #corepackHome(): string | undefined {
    const { env, user } = this.#model.stateBefore(this.#placed.instruction);
    const own = env.get('COREPACK_HOME');
    if (own !== undefined) return own;
    const home = user.isRoot === true ? '/root' : user.text === 'node' ? '/home/node' : undefined;
    return home === undefined ? undefined : `${home}/.cache/node/corepack`;
  }

  /** A variable of the script, or of the image. */
  #variable(name: string): string | undefined {
    const { command, instruction } = this.#placed;
    const own = command.assignments.find((assignment) => assignment.name === name)?.value;
    const text = own?.value ?? expandInScript(this.#model, instruction, own?.text ?? `$${name}`);
    return text === undefined || text === '' ? undefined : text.split(':')[0]?.replace(/(?<=.)\/$/, '');
  }

  #go(): readonly Found[] {
    const { command, directory } = this.#placed;
    const verb = this.#verb() === 'go' ? (command.args[1]?.value ?? '') : this.#verb();
    const gopath = this.#variable('GOPATH') ?? '/go';
    const content = isStaticGo(this.#model, this.#placed) ? 'static-binary' : 'binary';
    if (verb === 'mod') return tree(`${gopath}/pkg/mod`, 'source', command);
    if (verb === 'get')
      return [...tree(`${gopath}/pkg/mod`, 'source', command), ...tree(joinPath(gopath, 'bin'), content, command)];
    if (verb === 'install') return tree(this.#variable('GOBIN') ?? joinPath(gopath, 'bin'), content, command);
    if (verb !== 'build') return [];
    const output = this.#option('-o', '--o');
    if (output !== undefined) return tree(output, content, command);
    if (directory === undefined) return [];
    const names = goBinaryNames(this.#context, directory, this.#operands());
    if (names.length > 0) return names.map((name) => file(joinPath(directory, name) ?? directory, content, command));
    // Only go.mod tells the name.
    return [{ path: directory, content, isTree: true, holds: (relative) => /^[\w-]+$/.test(relative), command }];
  }

  /** Output directories by their usual names, and those that the project's own configuration names. */
  #outputs(): readonly Found[] {
    const { command, directory } = this.#placed;
    if (directory === undefined) return [];
    const named = this.#option(
      '-o',
      '--output',
      '--outDir',
      '--outfile',
      '--out-dir',
      '--dist-dir',
      '--destination',
      '-d',
      '--target-directory',
    );
    const configured = this.#configuredOutputs();
    const holds = (relative: string): boolean => {
      const [first = '', ...rest] = relative.split('/');
      if (first === 'node_modules') return false;
      return OUTPUTS.test(first) || configured.has(first) || rest.some((segment) => OUTPUTS.test(segment));
    };
    return [
      ...tree(named, 'output', command),
      {
        path: directory,
        content: command.name === 'make' || command.name === 'cmake' ? 'binary' : 'output',
        isTree: true,
        holds,
        command,
      },
    ];
  }

  #configuredOutputs(): ReadonlySet<string> {
    const texts = (this.#context?.list('') ?? [])
      .filter((name) => /^package\.json$|config\.[cm]?[jt]s$|^tsconfig.*\.json$|^angular\.json$|^Makefile$/.test(name))
      .map((name) => this.#context?.read(name) ?? '');
    return new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/["'`=\s](?:\.\/)?([\w.-]+)(?:\/[\w./-]*)?["'`\s]/g)].map(([, first = '']) => first),
      ),
    );
  }

  #downloaded(): readonly Found[] {
    const { command, directory } = this.#placed;
    // `wget -qO- address | tar xz` writes no file.
    const texts = command.args.map(({ value }) => value ?? '');
    const isPrinted = texts.some(
      (text, i) =>
        /^-[A-Za-z]*O-$|^--output-document=-$/.test(text) ||
        (text === '-' && /^-[A-Za-z]*[oO]$|^--output(?:-document)?$/.test(texts[i - 1] ?? '')),
    );
    if (isPrinted) return [];
    const target = this.#option('-o', '--output', '-O', '--output-document', '-P', '--directory-prefix');
    const isRemoteName = command.name === 'curl' ? this.#clusterOf('O') : target === undefined;
    if (isRemoteName) {
      const url = command.args
        .map((word) => wordText(this.#model, this.#placed.instruction, word) ?? '')
        .find((text) => /^(?:https?|ftp):/.test(text));
      return url === undefined ? [] : tree(joinPath(directory, baseName(url.replace(/[?#].*$/, ''))), 'other', command);
    }
    const clustered = this.#clustered('o') ?? this.#clustered('O');
    return tree(target ?? clustered, 'other', command);
  }

  #cloned(): readonly Found[] {
    const { command, directory, instruction } = this.#placed;
    const at = command.args.findIndex(({ value }) => value === 'clone');
    if (at === -1 || at !== command.args.findIndex(({ text }) => !text.startsWith('-'))) return [];
    const words = command.args.slice(at + 1);
    const operands = words.filter(
      ({ text }, i) => !text.startsWith('-') && !GIT_VALUED.test(words[i - 1]?.value ?? ''),
    );
    const [url, target] = operands.map((word) => wordText(this.#model, instruction, word));
    if (operands.length > 1)
      return tree(target === undefined ? undefined : joinPath(directory, target), 'source', command);
    const name = url === undefined ? undefined : baseName(url).replace(/\.git$/, '');
    return tree(name === undefined ? undefined : joinPath(directory, name), 'source', command);
  }

  #home(): readonly Found[] {
    const { command } = this.#placed;
    const texts = command.args.map(({ value }) => value ?? '');
    const makesNone = texts.some((text) => /^(?:--no-create-home|-M|-H|-[a-zA-Z]*H[a-zA-Z]*)$/.test(text));
    if (makesNone) return [];
    const home = this.#option('-d', '--home', '--home-dir', '-h') ?? `/home/${texts.at(-1) ?? ''}`;
    return [{ path: home, content: 'directory', isTree: false, command }];
  }

  #verb(): string {
    return this.#placed.command.args.find(({ text }) => !text.startsWith('-'))?.value ?? '';
  }

  #operands(): readonly string[] {
    return this.#placed.command.args.flatMap((word) => {
      if ((word.value ?? word.text).startsWith('-')) return [];
      const path = pathOf(this.#model, this.#placed, word);
      return path === undefined ? [] : [path];
    });
  }

  /** The value of an option, as a path: `-o x`, `--out=x`. */
  #option(...names: readonly string[]): string | undefined {
    const { args } = this.#placed.command;
    for (const [index, word] of args.entries()) {
      const text = wordText(this.#model, this.#placed.instruction, word) ?? word.text;
      const [name = '', ...value] = text.split('=');
      if (!names.includes(name)) continue;
      const next = args[index + 1];
      const path = value.length > 0 ? value.join('=') : next && wordText(this.#model, this.#placed.instruction, next);
      if (path === undefined) return undefined;
      const joined = joinPath(this.#placed.directory, path);
      return joined;
    }
    return undefined;
  }

  /** The word after a cluster of letters that ends with `letter`: `-fsSLo file`, `-xzC dir`. */
  #clustered(letter: string): string | undefined {
    const { args } = this.#placed.command;
    const at = args.findIndex(({ value }) => new RegExp(`^-[A-Za-z]*${letter}$`).test(value ?? ''));
    const word = at === -1 ? undefined : args[at + 1];
    return word === undefined ? undefined : pathOf(this.#model, this.#placed, word);
  }

  #clusterOf(letter: string): boolean {
    return this.#placed.command.args.some(({ value }) =>
      new RegExp(`^-[A-Za-z]*${letter}[A-Za-z]*$`).test(value ?? ''),
    );
  }
}

/** Returns what ENV gives `key` in `stage` as written (before the instruction of that index), for values that rest on an unknown base image. */
export function rawValueOf(stage: Stage, key: string, before = Number.POSITIVE_INFINITY): string | undefined {
  return stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword, index }) => keyword === 'ENV' && index < before)
    .flatMap(({ pairs }) => pairs)
    .findLast((pair) => pair.key === key)?.value;
}

/** Tells whether the text shows that a `go build` links no C: CGO_ENABLED=0 before it, in ENV or ARG, or static linker flags. */
export function isStaticGo(model: DockerfileModel, { command, instruction }: PlacedCommand): boolean {
  const own = command.assignments.find(({ name }) => name === 'CGO_ENABLED')?.value?.value;
  if (own !== undefined) return own === '0';
  const exported = model
    .scriptOf(instruction)
    .commands.filter(({ name, span }) => name === 'export' && span.start < command.span.start)
    .flatMap(({ args }) => args.map(({ value }) => value ?? ''))
    .findLast((text) => text.startsWith('CGO_ENABLED='));
  if (exported !== undefined) return exported === 'CGO_ENABLED=0';
  const { env, args } = model.stateBefore(instruction);
  if ((env.get('CGO_ENABLED') ?? args.get('CGO_ENABLED')) === '0') return true;
  return command.args.some(({ text }) => /-extldflags[= ]['"\\]*-static/.test(text));
}

/** `go build` without `-o` names the binary after the package, or after the last element of the module's path. */
function goBinaryNames(
  context: BuildContext | undefined,
  directory: string,
  packages: readonly string[],
): readonly string[] {
  const last = packages.slice(1).filter((path) => !path.endsWith('.go'));
  const byPackage = last.map((path) => baseName(path)).filter((name) => name !== '' && name !== '...');
  const goFile = packages.slice(1).find((path) => path.endsWith('.go'));
  if (goFile !== undefined) return [baseName(goFile).replace(/\.go$/, '')];
  if (byPackage.length > 0 && last.every((path) => path !== directory)) return byPackage;
  const module = /^module\s+(\S+)/m.exec(context?.read('go.mod') ?? '')?.[1]?.replace(/\/v\d+$/, '');
  return module === undefined ? [] : [baseName(module)];
}
