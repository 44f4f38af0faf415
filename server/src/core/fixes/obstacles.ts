import type { ImageFacts } from '../knowledge/image-facts';
import { firstUnprivilegedPort } from '../knowledge/ports';
import { imageConfiguration, stageChain } from '../model/configuration';
import type { DockerfileModel } from '../model/model';
import { packageOperation } from '../model/packages';
import { baseName, isWithin } from '../model/paths';
import type { Stage } from '../model/stage';
import { commandsOfChain } from '../model/stage-artifacts';
import type { ContainerStart } from '../model/start';
import { accountsOfChain } from '../model/user-accounts';
import type { ShellCommand } from '../shell/shell';

/** Why no edit makes a container run as another user than root. */
export interface Withheld {
  readonly kind: 'withheld';
  /** A clause that follows a colon, without a full stop. */
  readonly reason: string;
  /** The main process has to start as root: nothing is wrong with it. */
  readonly needsRoot: boolean;
  /** A volume of the image belongs to root: its owner may be a service that gives root up by itself. */
  readonly ownsVolume?: true;
}

/** Returns the plan that offers nothing, because of `reason`. */
export function withheld(reason: string): Withheld {
  return { kind: 'withheld', reason, needsRoot: false };
}

// Programs that start as root and give it up themselves, or that cannot work without it.
const ROOT_SERVICES =
  /^(?:supervisord|sshd|crond?|nginx|openresty|angie|apache2(?:ctl|-foreground)?|apachectl|httpd(?:-foreground)?|php-fpm[\d.]*|php\d+-fpm|systemd|init|my_init|s6-svscan|runsvdir(?:-start)?|service|dockerd(?:-entrypoint\.sh)?|containerd|rsyslogd|haproxy|keepalived|named|dnsmasq|postfix|dovecot|vsftpd|proftpd|pure-ftpd|openvpn|wg-quick|mysqld(?:_safe)?|mariadbd(?:-safe)?|slapd|smbd|nmbd|rpcbind|xinetd|freeradius|openrc|rc-service|unitd|squid|tailscaled|iptables|ip6tables|tc|mount|modprobe|sysctl|udevd|cups[d]?|asterisk|varnishd)$/;
const PRIVILEGE_TOOLS =
  /^(?:gosu|su-exec|setpriv|runuser|su|sudo|doas|chpst|setuidgid|s6-setuidgid|start-stop-daemon|fixuid|capsh|usermod|groupmod|useradd|adduser|groupadd|addgroup|chown|chroot)$/;

/** Says why the main process has to start as root, `undefined` where it need not. */
export function needOfRoot(
  model: DockerfileModel,
  stage: Stage,
  facts: ImageFacts,
  start: ContainerStart,
): Withheld | undefined {
  const legitimate = (reason: string): Withheld => ({
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
  if (script !== undefined && (installsPrivilegeTool(model, stage) || ownsState(model, stage)))
    return legitimate(`${baseName(script)} gives up root itself`);
  return undefined;
}

/** An account of the image's own owns files beside a volume: setpriv, which Debian has, needs no installation. */
function ownsState(model: DockerfileModel, stage: Stage): boolean {
  const instructions = stageChain(stage).flatMap((one) => one.instructions);
  if (!instructions.some(({ keyword }) => keyword === 'VOLUME')) return false;
  return accountsOfChain(model, stage).some(({ kind, name }) => {
    if (kind !== 'user' || name === undefined) return false;
    const owner = new RegExp(`(?:^|=)${escapeRegExp(name)}(?:$|:)`);
    return instructions.some((instruction) =>
      model
        .scriptOf(instruction)
        .commands.some(
          (command) => command.name === 'chown' && command.args.some(({ value }) => owner.test(value ?? '')),
        ),
    );
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
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

// What they write is not known from the Dockerfile, but they write: builds, caches in the home directory, databases.
const WRITES_AT_START =
  /^(?:make|mvnw?|gradlew?|sbt|cargo|npx|bunx|lein|mix|bundle|rails|rake|puma|unicorn|streamlit|jupyter(?:-lab|-notebook|hub)?|ng|expo|gatsby|hugo|jekyll|air|reflex|meteor|huggingface-cli|ollama|Rscript|shiny|mutt|caddy|mongod|redis-server|valkey-server|influxd|rethinkdb|etcd|consul|cassandra|neo4j|couchdb|elasticsearch|prometheus|rabbitmq-server)$/;
const WATCHES =
  /^(?:npm|yarn|pnpm|bun)(?: run)? (?:dev|develop|serve|watch|start:dev|build)\b|^(?:vite|next dev|react-scripts start|webpack|go run|dotnet (?:run|watch)|uv run|poetry run|pipenv run|celery .*\bbeat\b)/;

/** Says what would break without root, so that only the author can decide; `undefined` where nothing is seen. */
export function obstacleOf(model: DockerfileModel, stage: Stage, start: ContainerStart): Withheld | undefined {
  const config = imageConfiguration(model, stage);
  const port = lowPort(config.exposedPorts, start, config.env);
  if (port !== undefined)
    return withheld(`port ${port} is below ${firstUnprivilegedPort}, which only root may open in many clusters`);
  // The base image's own user owns the volumes that the base image declares.
  const given = stage.facts?.user?.uid === 0 ? [] : (stage.facts?.config.volumes ?? []);
  // Everybody may write to /tmp, and its volume gets the permissions of the directory.
  const volume = [...config.volumes].find((path) => !given.includes(path) && !/^\/(?:var\/)?tmp$/.test(path));
  if (volume !== undefined)
    return { ...withheld(`the volume ${volume} would have to belong to the new user`), ownsVolume: true };
  if (config.triggers.length > 0)
    return withheld('the ONBUILD steps would run as that user in the images built on this one');
  for (const command of start.commands) {
    const text = [command.name ?? '', ...command.args.map((word) => word.value ?? word.text)].join(' ');
    const operation = packageOperation(command);
    if (operation?.action !== undefined)
      return withheld(`the container installs packages as it starts (${operation.manager.name})`);
    if (WRITES_AT_START.test(command.name ?? '') || WATCHES.test(text)) {
      return withheld(`"${shorten(text)}" may write into directories that belong to root`);
    }
  }
  const home = useOfRootHome(model, stage, start, config);
  if (home !== undefined) return withheld(`${home}, which only root may enter`);
  const directory = madeForData(model, stage);
  if (directory !== undefined) return withheld(`the directory ${directory}, made for data, belongs to root`);
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

/** A directory for data that a RUN makes and leaves to root. */
function madeForData(model: DockerfileModel, stage: Stage): string | undefined {
  for (const { instruction, command } of commandsOfChain(model, stage)) {
    if (command.name !== 'mkdir') continue;
    const { commands } = model.scriptOf(instruction);
    if (
      commands.some(
        ({ name, args }) => name === 'chown' || (name === 'chmod' && /77|a\+|o\+/.test(args[0]?.text ?? '')),
      )
    )
      continue;
    const found = command.args.find(({ value }) => value !== undefined && STATE_DIRECTORY.test(baseName(value)));
    if (found?.value !== undefined) return found.value;
  }
  return undefined;
}

const STATE_DIRECTORY = /^(?:data|uploads?|media|storage|logs?|db|database|sessions?)$/i;

/** SQLite writes its journal beside the database, so that the directory has to belong to the user as well. */
function sqliteFile(model: DockerfileModel, stage: Stage): string | undefined {
  for (const instruction of stage.instructions) {
    const source = model.copyOf(instruction)?.sources.find(({ path }) => /\.(?:sqlite3?|db)$/.test(path ?? ''));
    if (source?.path !== undefined) return baseName(source.path);
  }
  return undefined;
}
