import type { BuildContext } from '../context/build-context';
import { secretFileKind } from '../knowledge/secrets';
import type { DockerfileModel } from '../model/model';
import type { ShellCommand } from '../shell/shell';
import type { Refusal } from './plan';
import { refuse } from './refusal';
import { createSource, type Source } from './source';

/** Returns the single stage to convert, or why this file is none that a conversion may touch (whatever its ecosystem). */
export function readSource(
  model: DockerfileModel,
  context: BuildContext | undefined,
  options: {
    /** A line that does not parse (half typed, perhaps) counts as nothing. */ readonly isTolerant?: boolean;
  } = {},
): Source | Refusal {
  const { file, stages } = model;
  const line = (offset: number): number => file.lineNumberAt(offset);
  const problem = options.isTolerant === true ? undefined : file.problems[0];
  if (problem !== undefined) {
    return refuse('R4', `Line ${line(problem.span.start)} does not parse: ${problem.message}`, problem.span);
  }
  const stage = stages[0];
  const second = stages[1];
  if (stage?.baseWord === undefined) return refuse('R4', 'The file has no FROM with an image.');
  const baseLine = (): number => line(stage.from.span.start);
  if (second !== undefined) {
    return refuse(
      'R14',
      `This is a multi-stage build already: line ${line(second.from.span.start)} begins a second stage.`,
      second.from.keywordSpan,
    );
  }
  const onbuild = stage.instructions.find(({ keyword }) => keyword === 'ONBUILD');
  if (onbuild !== undefined) {
    return refuse(
      'R2',
      `Line ${line(onbuild.span.start)} has ONBUILD: this image is a base for others, and its triggers run in their builds.`,
      onbuild.keywordSpan,
    );
  }
  const isPowerShell = /(?:powershell|pwsh|cmd)(?:\.exe)?$/i.test(model.finalState(stage).shell[0] ?? '');
  if (file.escape === '`' || stage.facts?.distribution.family === 'windows' || isPowerShell) {
    return refuse(
      'R3',
      'Windows images are not converted: their paths, users and shells follow other rules.',
      stage.baseWord.span,
    );
  }
  const base = stage.baseWord;
  if (stage.facts?.config.hasOnbuild === true) {
    return refuse('R2', `The base image "${base.text}" on line ${baseLine()} runs hidden ONBUILD steps.`, base.span);
  }
  const { registry, repository, tag, digest } = stage.image ?? { repository: base.text };
  const image = {
    repository,
    ...(registry === undefined ? {} : { registry }),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
  const source = createSource(model, context, stage, stage.facts, image);
  const purpose = purposeRefusal(source);
  // A recipe that leaves everything at its path may know a way all the same.
  if (purpose?.id === 'R10')
    return secretRefusal(source) ?? versionManagerRefusal(source) ?? { ...source, services: purpose };
  return purpose ?? secretRefusal(source) ?? versionManagerRefusal(source) ?? source;
}

/** Returns why a base that no table knows, and that both stages would have to share, leaves nothing behind. */
export function unknownBase({ stage, file }: Source): Refusal {
  const base = stage.baseWord;
  const what =
    stage.image === undefined
      ? 'is decided by a build argument without a default'
      : 'is not an image whose contents are known';
  return refuse(
    'R7',
    `The base image "${base?.text ?? ''}" on line ${file.lines.lineAt(stage.from.span.start) + 1} ${what}, so nothing tells what a runtime stage may stand on.`,
    base?.span,
  );
}

/** Programs whose presence as the started command tells what an image is for. */
const PURPOSES: readonly {
  readonly id: 'R6' | 'R8' | 'R9' | 'R10';
  readonly names: readonly string[];
  readonly why: string;
}[] = [
  {
    id: 'R6',
    names: [
      'make',
      'gmake',
      'cmake',
      'gcc',
      'g++',
      'cargo',
      'mvn',
      'mvnw',
      'gradle',
      'gradlew',
      'ant',
      'sbt',
      'stack',
      'cabal',
    ],
    why: 'is a build tool: the container builds when it starts, so that build and runtime cannot be told apart',
  },
  {
    id: 'R9',
    names: ['sshd', 'code-server', 'jenkins-agent', 'Xvfb', 'startx', 'ttyd'],
    why: 'is a tool or development environment, not an application',
  },
  {
    id: 'R10',
    names: [
      'supervisord',
      'init',
      'systemd',
      's6-svscan',
      'runsvdir',
      'my_init',
      'cron',
      'crond',
      'forego',
      'foreman',
      'honcho',
      'multirun',
      'pm2-docker',
    ],
    why: 'starts several services or scheduled jobs by a configuration of its own, which names programs by paths that the text does not tell',
  },
  {
    id: 'R8',
    names: ['jupyter', 'jupyter-lab', 'jupyter-notebook', 'start-notebook.sh'],
    why: 'installs packages while it runs',
  },
];

/** The base image starts a server (Apache, PHP-FPM, nginx), no shell and no interpreter. */
function startsByItself({ facts }: Source): boolean {
  const [program] = facts.config.cmd ?? [];
  return (
    program !== undefined &&
    !/^(?:(?:\S*\/)?(?:ba|da|a|z)?sh|irb|iex|erl|python3?|node|php|perl|R|ghci|scala|jshell|julia|pypy3?|deno|bun|mvn|gradle|ghc|swift|composer)$/.test(
      program,
    )
  );
}

function purposeRefusal(source: Source): Refusal | undefined {
  const { file, started, command, entrypoint } = source;
  const instruction = command ?? entrypoint;
  if (instruction === undefined) {
    if (startsByItself(source)) return undefined;
    return refuse(
      'R9',
      'Neither CMD nor ENTRYPOINT says what the container runs, so nothing tells what the runtime needs.',
      source.stage.from.keywordSpan,
    );
  }
  const line = file.lines.lineAt(instruction.span.start) + 1;
  const malformed = [entrypoint, command].find(
    (start) => start?.exec === undefined && start?.body.text.startsWith('[') === true,
  );
  if (malformed !== undefined) {
    return refuse(
      'R4',
      `Line ${file.lines.lineAt(malformed.span.start) + 1} looks like the exec form of ${malformed.keyword}, but is no JSON: a shell gets it as it stands.`,
      malformed.body.span,
    );
  }
  for (const found of started) {
    const purpose = PURPOSES.find(({ names }) => found.name !== undefined && names.includes(found.name));
    if (purpose !== undefined)
      return refuse(
        purpose.id,
        `"${found.name ?? ''}" on line ${line} ${purpose.why}.`,
        found.nameWord?.span ?? found.span,
      );
  }
  const installing = started.find(installsForR);
  if (installing !== undefined) {
    return refuse(
      'R8',
      `Line ${line} installs R packages when the container starts, some of which are compiled then; install them in a RUN first.`,
      installing.span,
    );
  }
  const only = started.length === 1 ? started[0] : undefined;
  if (
    only !== undefined &&
    isIdle(
      only.name,
      only.args.map(({ value }) => value ?? ''),
    )
  ) {
    return refuse(
      'R9',
      `Line ${line} starts ${only.name ?? 'a shell'}: this looks like a tool or development image, not an application.`,
      only.span,
    );
  }
  return undefined;
}

/** `R -e "install.packages('shiny')"`: packages of R come as sources, which need the compilers that a runtime lacks. */
function installsForR({ name, args }: ShellCommand): boolean {
  return (
    /^(?:R|Rscript|r|littler)$/.test(name ?? '') &&
    args.some(({ text }) =>
      /\b(?:install\.packages|renv::(?:restore|install|hydrate)|pak::\w+|(?:remotes|devtools)::install_\w+|BiocManager::install|packrat::restore)\s*\(/.test(
        text,
      ),
    )
  );
}

function isIdle(name: string | undefined, args: readonly string[]): boolean {
  if (name === undefined) return false;
  if (/^(?:ba|da|a|z|fi)?sh$/.test(name)) return args.every((word) => word.startsWith('-') && !word.includes('c'));
  if (name === 'sleep' || name === 'true') return true;
  return name === 'tail' && args.includes('/dev/null');
}

function secretRefusal({ stage, model, file, context }: Source): Refusal | undefined {
  for (const instruction of stage.instructions) {
    const copy = model.copyOf(instruction);
    const secret = copy?.sources.find(
      ({ path }) => path !== undefined && secretFileKind(path) !== undefined && !isSettings(path, context?.read(path)),
    );
    if (secret === undefined) continue;
    const line = file.lines.lineAt(instruction.span.start) + 1;
    return refuse(
      'R11',
      `Line ${line} copies "${secret.word.text}", which looks like a secret: take it out of the image first.`,
      secret.word.span,
    );
  }
  return undefined;
}

/** Most .npmrc files hold settings only; the recipe leaves the file in the builder, which alone installs. */
function isSettings(path: string, text: string | undefined): boolean {
  return (
    /(?:^|\/)\.npmrc$/.test(path) && (text === undefined || !/_auth(?:Token)?\s*=\s*(?!\$)|_password\s*=/.test(text))
  );
}

const VERSION_MANAGERS =
  /(?:^|\/)(?:nvm|pyenv|rbenv|rvm|sdkman|asdf|nodenv|goenv|volta|fnm|mise|jenv)(?:[./-]|$)|\.nvm\b|\.pyenv\b|\.sdkman\b/i;

function versionManagerRefusal({ runs, file }: Source): Refusal | undefined {
  for (const { instruction, script } of runs) {
    const found = script.commands.find(({ name, args }) => {
      if (name !== undefined && /^(?:nvm|pyenv|rbenv|rvm|sdk|asdf|fnm|volta|mise)$/.test(name)) return true;
      return args.some((word) => VERSION_MANAGERS.test(word.text));
    });
    if (found === undefined) continue;
    const line = file.lines.lineAt(instruction.span.start) + 1;
    return refuse(
      'R13',
      `Line ${line} installs a language with a version manager; its files lie in a directory that the shell sets up. An official image of that language can be converted.`,
      found.span,
    );
  }
  return undefined;
}
