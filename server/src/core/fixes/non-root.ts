import type { BuildContext } from '../context/build-context';
import type { Account, ImageFacts } from '../knowledge/image-facts';
import { firstUnprivilegedPort } from '../knowledge/ports';
import { accountCreation, applicationId } from '../knowledge/user-creation';
import { indentOf } from '../lint/rewrite';
import { imageConfiguration, stageChain } from '../model/configuration';
import type { DockerfileModel } from '../model/model';
import { packageOperation } from '../model/packages';
import { baseName, isWithin } from '../model/paths';
import type { Stage } from '../model/stage';
import { containerStart, type ContainerStart } from '../model/start';
import { accountsOfChain, type AccountCreation } from '../model/user-accounts';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt, replace, type TextEdit } from '../text/edit';

/** How a stage's container is made to run as another user than root, or why it is left alone. */
export type NonRootPlan =
  | {
      readonly kind: 'plan';
      readonly edits: readonly TextEdit[];
      /** The operand of USER: `10001:10001`. */
      readonly user: string;
      /** An imperative. */
      readonly title: string;
      readonly because: string;
    }
  | {
      readonly kind: 'withheld';
      /** A clause that follows "because" or a colon, without a full stop. */
      readonly reason: string;
      /** The main process has to start as root: nothing is wrong with it. */
      readonly needsRoot: boolean;
    };

/** Returns the edits that make the container of `stage`, which runs as root, run as a user with a fixed numeric id. */
export function planNonRoot(model: DockerfileModel, stage: Stage, context: BuildContext | undefined): NonRootPlan {
  const { facts } = stage;
  if (facts === undefined) return withheld('the base image is not known');
  const start = containerStart(model, stage, context);
  const obstacle = needOfRoot(model, stage, facts, start) ?? obstacleOf(model, stage, start);
  if (obstacle !== undefined) return obstacle;
  const identity = chooseIdentity(model, stage, facts);
  if (identity === undefined) return withheld('the instructions run in a shell other than sh and bash');
  const chowns = ownedCopies(model, stage, identity.user);
  const edits = [...placeUser(model, stage, identity), ...chowns];
  const writes =
    chowns.length === 0
      ? 'It can read the copied files but not change them'
      : 'Of the copied files it can change only the data given to it with --chown';
  const script = start.unreadScripts[0];
  const caution = script === undefined ? '' : ` ${baseName(script)} runs as that user too.`;
  return {
    kind: 'plan',
    edits,
    user: identity.user,
    title: identity.title,
    because: `The process runs as ${identity.description}. ${writes}; whatever else it writes at run time needs an owner.${caution}`,
  };
}

function withheld(reason: string): NonRootPlan & { kind: 'withheld' } {
  return { kind: 'withheld', reason, needsRoot: false };
}

// Programs that start as root and give it up themselves, or that cannot work without it.
const ROOT_SERVICES =
  /^(?:supervisord|sshd|crond?|nginx|openresty|angie|apache2(?:ctl|-foreground)?|apachectl|httpd(?:-foreground)?|php-fpm[\d.]*|php\d+-fpm|systemd|init|my_init|s6-svscan|runsvdir(?:-start)?|service|dockerd(?:-entrypoint\.sh)?|containerd|rsyslogd|haproxy|keepalived|named|dnsmasq|postfix|dovecot|vsftpd|proftpd|pure-ftpd|openvpn|wg-quick|mysqld(?:_safe)?|mariadbd(?:-safe)?|slapd|smbd|nmbd|rpcbind|xinetd|freeradius|openrc|rc-service|unitd|squid|tailscaled|iptables|ip6tables|tc|mount|modprobe|sysctl|udevd|cups[d]?|asterisk|varnishd)$/;
const PRIVILEGE_TOOLS =
  /^(?:gosu|su-exec|setpriv|runuser|su|sudo|doas|chpst|setuidgid|s6-setuidgid|start-stop-daemon|fixuid|capsh|usermod|groupmod|useradd|adduser|groupadd|addgroup|chown|chroot)$/;

/** Says why the main process has to start as root. */
function needOfRoot(
  model: DockerfileModel,
  stage: Stage,
  facts: ImageFacts,
  start: ContainerStart,
): (NonRootPlan & { kind: 'withheld' }) | undefined {
  const legitimate = (reason: string): NonRootPlan & { kind: 'withheld' } => ({
    kind: 'withheld',
    reason,
    needsRoot: true,
  });
  if (facts.startsAsRoot !== undefined)
    return legitimate('the main process of the base image starts as root and gives it up itself');
  if (facts.distribution.family === 'windows') return legitimate('a Windows image has other users');
  for (const command of start.commands) {
    const names = [command.name, ...command.wrappers.map(({ value }) => baseName(value ?? ''))];
    const name = names.find((one) => one !== undefined && (ROOT_SERVICES.test(one) || PRIVILEGE_TOOLS.test(one)));
    if (name !== undefined) return legitimate(`${name} needs root as it starts`);
  }
  const [script] = start.unreadScripts;
  if (script !== undefined && installsPrivilegeTool(model, stage))
    return legitimate(`${baseName(script)} gives up root itself`);
  return undefined;
}

/** gosu or su-exec, installed, copied or downloaded, is there for the entrypoint script. */
function installsPrivilegeTool(model: DockerfileModel, stage: Stage): boolean {
  return stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .some((instruction) => {
      const copied =
        model.copyOf(instruction)?.sources.some(({ word }) => /(?:gosu|su-exec)/.test(word.value)) ?? false;
      const named = model
        .scriptOf(instruction)
        .commands.some(({ args }) => args.some(({ text }) => /(?:^|[/=])(?:gosu|su-exec)(?:$|[/=-])/.test(text)));
      return instruction.keyword === 'RUN' || copied ? copied || named : false;
    });
}

const BUILDS_AT_START =
  /^(?:mvnw?|gradlew?|sbt|cargo|npx|bunx|lein|mix|bundle|rails|rake|puma|unicorn|streamlit|jupyter(?:-lab|-notebook|hub)?|ng|expo|gatsby|hugo|jekyll|air|reflex|meteor|huggingface-cli|ollama|Rscript|shiny)$/;
const WATCHES =
  /^(?:npm|yarn|pnpm|bun)(?: run)? (?:dev|develop|serve|watch|start:dev|build)\b|^(?:vite|next dev|react-scripts start|webpack|go run|dotnet (?:run|watch)|uv run|poetry run|pipenv run|celery .*\bbeat\b)/;

/** Says what would break, so that only the author can decide. */
function obstacleOf(
  model: DockerfileModel,
  stage: Stage,
  start: ContainerStart,
): (NonRootPlan & { kind: 'withheld' }) | undefined {
  const config = imageConfiguration(model, stage);
  const port = lowPort(config.exposedPorts, start, config.env);
  if (port !== undefined)
    return withheld(`port ${port} is below ${firstUnprivilegedPort}, which only root may open in many clusters`);
  // The base image's own user owns the volumes that the base image declares.
  const given = stage.facts?.user?.uid === 0 ? [] : (stage.facts?.config.volumes ?? []);
  const volume = [...config.volumes].find((path) => !given.includes(path));
  if (volume !== undefined) return withheld(`the volume ${volume} belongs to root`);
  if (config.triggers.length > 0)
    return withheld('the ONBUILD steps would run as that user in the images built on this one');
  for (const command of start.commands) {
    const text = [command.name ?? '', ...command.args.map((word) => word.value ?? word.text)].join(' ');
    const operation = packageOperation(command);
    if (operation?.action !== undefined)
      return withheld(`the container installs packages as it starts (${operation.manager.name})`);
    if (BUILDS_AT_START.test(command.name ?? '') || WATCHES.test(text)) {
      return withheld(`"${shorten(text)}" writes into directories that belong to root`);
    }
  }
  const home = useOfRootHome(model, stage, start, config);
  if (home !== undefined) return withheld(`${home}, which only root may enter`);
  const database = sqliteFile(model, stage);
  return database === undefined
    ? undefined
    : withheld(`the database ${database} lies in a directory that belongs to root`);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

function lowPort(
  exposed: ReadonlySet<string>,
  start: ContainerStart,
  env: ReadonlyMap<string, string | undefined>,
): number | undefined {
  const named = start.commands.flatMap(({ args }) =>
    args.flatMap((word, index) => {
      const value = word.value ?? '';
      const before = args[index - 1]?.value ?? '';
      if (/^(?:-p|--port|--http-port|--server\.port)$/.test(before)) return [Number(value)];
      const attached = /^(?:--?[\w.-]*port=|-p|(?:--bind=|-b)?(?:0\.0\.0\.0|\[::\]|127\.0\.0\.1|\*)?:)(\d+)$/.exec(
        value,
      );
      return attached === null ? [] : [Number(attached[1])];
    }),
  );
  const ports = [
    ...[...exposed].map((port) => Number.parseInt(port, 10)),
    ...named,
    Number(env.get('PORT') ?? Number.NaN),
  ];
  return ports.find((port) => port > 0 && port < firstUnprivilegedPort);
}

function useOfRootHome(
  model: DockerfileModel,
  stage: Stage,
  start: ContainerStart,
  {
    env,
    ownEnv,
    workdir,
  }: { env: ReadonlyMap<string, string | undefined>; ownEnv: ReadonlySet<string>; workdir: string | undefined },
): string | undefined {
  if (workdir !== undefined && isWithin(workdir, '/root')) return `the working directory is ${workdir}`;
  if (start.argv?.some((word) => word.startsWith('/root/')) === true) return 'the command lies in /root';
  const variable = [...ownEnv].find((name) => /(?:^|:)(?:\/root|~)(?:\/|:|$)/.test(env.get(name) ?? ''));
  if (variable !== undefined) return `${variable} names a directory in /root`;
  for (const instruction of stageChain(stage).flatMap(({ instructions }) => instructions)) {
    const destination = model.copyOf(instruction)?.destinationPath;
    if (destination !== undefined && isWithin(destination, '/root')) return `files are copied to ${destination}`;
    if (instruction.keyword !== 'RUN') continue;
    const found = model.scriptOf(instruction).commands.find(installsIntoHome);
    if (found !== undefined) return `"${shorten(wordsOf(found))}" installs into /root`;
  }
  return undefined;
}

function installsIntoHome(command: ShellCommand): boolean {
  const words = wordsOf(command);
  return /^(?:pip[\d.]*|python[\d.]* -m pip) install .*--user\b|^(?:npx |python[\d.]* -m )?playwright install|^(?:python[\d.]* -m )?nltk\.downloader/.test(
    words,
  );
}

function wordsOf({ name, args }: ShellCommand): string {
  return [name ?? '', ...args.map((word) => word.value ?? word.text)].join(' ');
}

/** SQLite writes its journal beside the database, so that the directory has to belong to the user as well. */
function sqliteFile(model: DockerfileModel, stage: Stage): string | undefined {
  for (const instruction of stage.instructions) {
    const source = model.copyOf(instruction)?.sources.find(({ path }) => /\.(?:sqlite3?|db)$/.test(path ?? ''));
    if (source?.path !== undefined) return baseName(source.path);
  }
  return undefined;
}

interface Identity {
  readonly user: string;
  /** The command that creates it; `undefined` where it is there. */
  readonly creation: readonly string[] | undefined;
  readonly title: string;
  /** Follows "runs as". */
  readonly description: string;
}

// Accounts that images make for the application. Service accounts of the distribution (www-data, nobody) are shared.
const APPLICATION_USERS: readonly string[] = [
  'node',
  'nonroot',
  'app',
  'bun',
  'deno',
  'pwuser',
  'gradle',
  'spark',
  'docker',
  'vscode',
];

function chooseIdentity(model: DockerfileModel, stage: Stage, facts: ImageFacts): Identity | undefined {
  const accounts = accountsOfChain(model, stage);
  const created = soleUser(accounts);
  if (created !== undefined) {
    const user = userOperand(created, accounts);
    return {
      user,
      creation: undefined,
      title: `Run as ${created.name ?? user}`,
      description: `${created.name ?? user}, which the Dockerfile creates`,
    };
  }
  const restored = formerUser(model, stage, facts);
  if (restored !== undefined) {
    return {
      user: restored,
      creation: undefined,
      title: `Return to the user ${restored}`,
      description: `${restored} again`,
    };
  }
  const own = ownAccount(facts);
  if (own !== undefined) {
    const user = facts.config.env['APP_UID'] !== undefined && own.name === 'app' ? '$APP_UID' : `${own.uid}:${own.gid}`;
    return {
      user,
      creation: undefined,
      title: `Run as the user ${own.name} of the base image`,
      description: `${own.name} (${own.uid}), which the base image brings`,
    };
  }
  return newIdentity(model, stage, facts, accounts);
}

/** The one user that the Dockerfile creates; several are for their author to choose from. */
function soleUser(accounts: readonly AccountCreation[]): AccountCreation | undefined {
  const users = accounts.filter(({ kind, name }) => kind === 'user' && name !== undefined && name !== 'root');
  const [only] = users;
  return users.length === 1 ? only : undefined;
}

/** Returns what USER should say for `user`: numbers where the text gives them, since Kubernetes can verify only these. */
export function userOperand(user: AccountCreation, accounts: readonly AccountCreation[]): string {
  if (user.id === undefined) return user.name ?? '';
  const group = user.group;
  if (group === undefined) return String(user.id);
  const gid = /^\d+$/.test(group)
    ? Number(group)
    : accounts.find(({ kind, name }) => kind === 'group' && name === group)?.id;
  return gid === undefined ? String(user.id) : `${user.id}:${gid}`;
}

/** The user in force before the Dockerfile took root: `USER root` is for the steps below it. */
function formerUser(model: DockerfileModel, stage: Stage, facts: ImageFacts): string | undefined {
  const instructions = stageChain(stage).flatMap((one) => one.instructions);
  const users = instructions.filter(({ keyword, words }) => keyword === 'USER' && words.length > 0);
  const former = users.findLast(
    (user) => !/^(?:root|0+)(?::|$)/.test(model.expandAt(user.words[0]?.value ?? '', user) ?? 'root'),
  );
  if (former?.words[0] !== undefined) return former.words[0].text;
  if (facts.user === undefined) return undefined;
  const { name, uid } = facts.user;
  if (users.length === 0 || uid === 0 || name === 'root' || name === 'unknown') return undefined;
  return uid === undefined ? name : String(uid);
}

function ownAccount(facts: ImageFacts): Account | undefined {
  const found = APPLICATION_USERS.flatMap((name) =>
    facts.users.filter((account) => account.name === name && account.uid >= 100),
  );
  if (found[0] !== undefined) return found[0];
  return facts.family === 'php' ? facts.users.find(({ name }) => name === 'www-data') : undefined;
}

function newIdentity(
  model: DockerfileModel,
  stage: Stage,
  facts: ImageFacts,
  accounts: readonly AccountCreation[],
): Identity | undefined {
  if (facts.isDistroless || facts.distribution.family === 'none') {
    return numericOnly(65_532, 'the numeric id 65532, the one that distroless images call nonroot');
  }
  const id = freeId(model, facts, accounts);
  const name = freeName(facts, accounts);
  const isBare = facts.hasShell === false || (facts.variant === 'minimal' && facts.distribution.family === 'rhel');
  const creation = isBare ? undefined : accountCreation(facts.distribution, { name, uid: id, gid: id });
  if (creation === undefined) return numericOnly(id, `the numeric id ${id}, which needs no account`);
  const shell = model.finalState(stage).shell[0] ?? '/bin/sh';
  if (!/^(?:.*\/)?(?:ba|da|a)?sh$/.test(shell)) return undefined;
  return {
    user: `${id}:${id}`,
    creation,
    title: `Create the user ${name} and run as it`,
    description: `the new user ${name} (${id}) without a home directory`,
  };
}

function numericOnly(id: number, description: string): Identity {
  return { user: `${id}:${id}`, creation: undefined, title: `Run as ${id}:${id}`, description };
}

/** 10001, or the next id that neither the base image nor the file uses. */
function freeId(model: DockerfileModel, facts: ImageFacts, accounts: readonly AccountCreation[]): number {
  const used = new Set<number>([...facts.takenIds, ...accounts.flatMap(({ id }) => id ?? [])]);
  for (const instruction of model.file.instructions) {
    const owner = instruction.flags.find(({ name }) => name === 'chown')?.value;
    const texts =
      instruction.keyword === 'USER' ? instruction.words.map(({ value }) => value) : owner === undefined ? [] : [owner];
    for (const number of texts.flatMap((text) => text.split(':'))) if (/^\d+$/.test(number)) used.add(Number(number));
  }
  let id = applicationId;
  while (used.has(id)) id++;
  return id;
}

function freeName(facts: ImageFacts, accounts: readonly AccountCreation[]): string {
  const used = new Set([...facts.users, ...accounts].map(({ name }) => name));
  return ['app', 'appuser', 'service'].find((name) => !used.has(name)) ?? 'plimsoll';
}

const CHANGES_FILES: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);
const STARTS: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** USER below the last step that changes files, above CMD, ENTRYPOINT and HEALTHCHECK; the account above the first COPY. */
function placeUser(model: DockerfileModel, stage: Stage, { user, creation }: Identity): readonly TextEdit[] {
  const { instructions } = stage;
  const lastStep = instructions.findLastIndex(({ keyword }) => CHANGES_FILES.has(keyword));
  const run = creation === undefined ? [] : creationLines(model, creation);
  const after = instructions.slice(lastStep + 1);
  const explicit = after.findLast(({ keyword }) => keyword === 'USER');
  if (explicit?.words[0] !== undefined) {
    const written = replace(explicit.words[0].span, user);
    const early = run.length === 0 ? [] : earlyPlace(model, stage, lastStep, run);
    if (early !== undefined) return [written, ...early];
    return [insertAt(explicit.span.end, [...run, `USER ${user}`].map((line) => `${model.file.eol}${line}`).join(''))];
  }
  const early = run.length === 0 ? undefined : earlyPlace(model, stage, lastStep, run);
  const lines = [...(early === undefined ? run : []), `USER ${user}`];
  const start = after.find(({ keyword }) => STARTS.has(keyword));
  const last = instructions.at(-1) ?? stage.from;
  const place = start === undefined ? below(model, last, lines) : above(model, start, lines);
  return [...(early ?? []), place];
}

/** One RUN of two commands, continued on a second line. */
function creationLines({ file }: DockerfileModel, commands: readonly string[]): readonly string[] {
  const last = commands.length - 1;
  return commands.map(
    (command, index) => `${index === 0 ? 'RUN ' : '    && '}${command}${index === last ? '' : ` ${file.escape}`}`,
  );
}

/** Above the first COPY, so that a changed file does not create the account again; `undefined` where root is not in force there. */
function earlyPlace(
  model: DockerfileModel,
  stage: Stage,
  lastStep: number,
  run: readonly string[],
): readonly TextEdit[] | undefined {
  const first = stage.instructions
    .slice(0, lastStep + 1)
    .find(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  if (first === undefined) return undefined;
  const { user, shell } = model.stateBefore(first);
  if (user.isRoot !== true || !/sh$/.test(shell[0] ?? '')) return undefined;
  return [above(model, first, run)];
}

/** Above the comments that belong to `instruction`. */
function above({ file }: DockerfileModel, instruction: Instruction, lines: readonly string[]): TextEdit {
  const [comment] = instruction.leadingComments;
  const indent = indentOf(file, instruction);
  const offset = Math.max(comment?.line.start ?? instruction.linesSpan.start, file.start);
  return insertAt(offset, lines.map((line) => `${indent}${line}${file.eol}`).join(''));
}

function below({ file }: DockerfileModel, instruction: Instruction, lines: readonly string[]): TextEdit {
  const indent = indentOf(file, instruction);
  return insertAt(instruction.span.end, lines.map((line) => `${file.eol}${indent}${line}`).join(''));
}

const DATA_DIRECTORY = /^(?:data|uploads?|media|instance|storage|logs?|tmp|var|db|database|cache|sessions?)$/i;

/** Copies of directories that hold what a process writes: they get an owner as they are copied. */
function ownedCopies(model: DockerfileModel, stage: Stage, user: string): readonly TextEdit[] {
  if (!/^[\d:]+$/.test(user)) return [];
  return stage.instructions.flatMap((instruction) => {
    const copy = model.copyOf(instruction);
    if (copy?.destinationPath === undefined || copy.chown !== undefined) return [];
    if (!DATA_DIRECTORY.test(baseName(copy.destinationPath))) return [];
    if (!copy.sources.every(({ path }) => path !== undefined && DATA_DIRECTORY.test(baseName(path)))) return [];
    return [insertAt(instruction.keywordSpan.end, ` --chown=${user}`)];
  });
}
