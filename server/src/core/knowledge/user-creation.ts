import type { Distribution } from './base-image';

/** An account to create in an image. */
export interface SystemAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The flavour of commands that create accounts: shadow's (`useradd`) or BusyBox's (`adduser`). */
export type AccountCommands = 'shadow' | 'busybox';

/** An id no distribution's packages take: above the system range and the first ordinary users. */
export const applicationId = 10001;

/**
 * The shell commands that create a system account with fixed ids and no login; undefined where an image cannot create
 * one (no commands for it) and a numeric USER is the answer. Sources: useradd(8), BusyBox adduser --help.
 */
export function accountCreation(distribution: Distribution, account: SystemAccount): readonly string[] | undefined {
  const { name, uid, gid } = account;
  switch (accountCommandsOf(distribution)) {
    case 'shadow':
      return [
        `groupadd --system --gid ${gid} ${name}`,
        `useradd --system --uid ${uid} --gid ${name} --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ${name}`,
      ];
    case 'busybox':
      return [`addgroup -S -g ${gid} ${name}`, `adduser -S -D -H -u ${uid} -G ${name} -s /sbin/nologin ${name}`];
    case undefined:
      return undefined;
  }
}

/** Which commands for accounts a distribution's minimal images have; undefined if none, or none for sure. */
export function accountCommandsOf({ family, name, release }: Distribution): AccountCommands | undefined {
  if (family === 'debian' || family === 'ubuntu') return 'shadow';
  if (family === 'alpine' || family === 'wolfi' || family === 'busybox') return 'busybox';
  if (family === 'suse' || family === 'arch') return family === 'arch' ? 'shadow' : undefined;
  // shadow-utils is not in Amazon Linux' and the minimal images.
  if (family !== 'rhel') return undefined;
  return name === 'centos' || (name === 'oraclelinux' && release !== undefined) || name === 'fedora'
    ? 'shadow'
    : undefined;
}

/** What an account command asks for, in neither flavour's words. */
export interface AccountRequest {
  readonly kind: 'user' | 'group';
  readonly name: string;
  readonly id: string | undefined;
  /** The primary group, by name or id. */
  readonly group: string | undefined;
  readonly groups: readonly string[];
  readonly home: string | undefined;
  readonly shell: string | undefined;
  readonly comment: string | undefined;
  readonly isSystem: boolean;
  readonly hasHome: boolean;
}

/** A request that adds an existing user to an existing group: BusyBox' and Debian's `adduser USER GROUP`. */
export interface MembershipRequest {
  readonly kind: 'membership';
  readonly name: string;
  readonly group: string;
}

type Field = 'id' | 'group' | 'groups' | 'home' | 'shell' | 'comment' | 'skip';

interface Syntax {
  readonly values: Readonly<Record<string, Field>>;
  readonly flags: Readonly<Record<string, 'system' | 'home' | 'no-home' | 'own-group' | 'skip'>>;
}

/** Sources: useradd(8), groupadd(8) of shadow; adduser(8) of Debian; `busybox adduser --help`. */
const syntaxes: Readonly<Record<string, Syntax>> = {
  useradd: {
    values: {
      '-u': 'id',
      '--uid': 'id',
      '-g': 'group',
      '--gid': 'group',
      '-G': 'groups',
      '--groups': 'groups',
      '-d': 'home',
      '--home-dir': 'home',
      '--home': 'home',
      '-s': 'shell',
      '--shell': 'shell',
      '-c': 'comment',
      '--comment': 'comment',
      '-b': 'skip',
      '--base-dir': 'skip',
      '-e': 'skip',
      '--expiredate': 'skip',
      '-f': 'skip',
      '--inactive': 'skip',
      '-k': 'skip',
      '--skel': 'skip',
      '-K': 'skip',
      '--key': 'skip',
      '-p': 'skip',
      '--password': 'skip',
    },
    flags: {
      '-r': 'system',
      '--system': 'system',
      '-m': 'home',
      '--create-home': 'home',
      '-M': 'no-home',
      '--no-create-home': 'no-home',
      '-l': 'skip',
      '--no-log-init': 'skip',
      '-N': 'skip',
      '--no-user-group': 'skip',
      '-U': 'skip',
      '--user-group': 'skip',
      '-o': 'skip',
      '--non-unique': 'skip',
    },
  },
  groupadd: {
    values: { '-g': 'id', '--gid': 'id', '-K': 'skip', '--key': 'skip', '-p': 'skip', '--password': 'skip' },
    flags: {
      '-r': 'system',
      '--system': 'system',
      '-f': 'skip',
      '--force': 'skip',
      '-o': 'skip',
      '--non-unique': 'skip',
    },
  },
  'adduser-debian': {
    values: {
      '--uid': 'id',
      '-u': 'id',
      '--gid': 'group',
      '--ingroup': 'group',
      '--home': 'home',
      '--shell': 'shell',
      '-s': 'shell',
      '--gecos': 'comment',
      '--comment': 'comment',
      '--firstuid': 'skip',
      '--lastuid': 'skip',
      '--conf': 'skip',
      '--add_extra_groups': 'skip',
    },
    flags: {
      '--system': 'system',
      '--no-create-home': 'no-home',
      '--disabled-password': 'skip',
      '--disabled-login': 'skip',
      '--group': 'own-group',
      '--quiet': 'skip',
      '-q': 'skip',
      '--force-badname': 'skip',
      '--allow-bad-names': 'skip',
      '--allow-badname': 'skip',
    },
  },
  'addgroup-debian': {
    values: { '--gid': 'id', '-g': 'id', '--conf': 'skip' },
    flags: { '--system': 'system', '--quiet': 'skip', '-q': 'skip', '--force-badname': 'skip' },
  },
  'adduser-busybox': {
    values: {
      '-u': 'id',
      '--uid': 'id',
      '-G': 'group',
      '--ingroup': 'group',
      '-h': 'home',
      '--home': 'home',
      '-s': 'shell',
      '--shell': 'shell',
      '-g': 'comment',
      '--gecos': 'comment',
      '-k': 'skip',
    },
    flags: {
      '-S': 'system',
      '--system': 'system',
      '-D': 'skip',
      '--disabled-password': 'skip',
      '-H': 'no-home',
      '--no-create-home': 'no-home',
    },
  },
  'addgroup-busybox': {
    values: { '-g': 'id', '--gid': 'id' },
    flags: { '-S': 'system', '--system': 'system' },
  },
};

/**
 * Reads the argv of useradd, groupadd, adduser or addgroup. `adduser` and `addgroup` are two programs of one name, so
 * the caller says whose they are. Undefined for other programs and for options this does not know.
 */
export function readAccountCommand(
  argv: readonly string[],
  flavour: 'debian' | 'busybox',
): AccountRequest | MembershipRequest | undefined {
  const program = (argv[0] ?? '').slice((argv[0] ?? '').lastIndexOf('/') + 1);
  const isAdd = program === 'adduser' || program === 'addgroup';
  const syntax = syntaxes[isAdd ? `${program}-${flavour}` : program];
  if (syntax === undefined) return undefined;
  const values = new Map<Field, string>();
  const flags = new Set<string>();
  const operands: string[] = [];
  for (let index = 1; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (!word.startsWith('-')) {
      operands.push(word);
      continue;
    }
    const consumed = readOption(syntax, word, argv[index + 1], values, flags);
    if (consumed === undefined) return undefined;
    index += consumed;
  }
  const [name, group] = operands;
  if (name === undefined || operands.length > 2) return undefined;
  if (group !== undefined) return isAdd ? { kind: 'membership', name, group } : undefined;
  const isSystem = flags.has('system');
  const kind = program === 'groupadd' || program === 'addgroup' ? 'group' : 'user';
  // A system user of adduser's belongs to nogroup unless told otherwise; every user of useradd's has its own group.
  const hasOwnGroup = program === 'useradd' || !isSystem || flags.has('own-group');
  return {
    kind,
    name,
    id: values.get('id'),
    group: values.get('group') ?? (kind === 'user' && !hasOwnGroup ? 'nogroup' : undefined),
    groups: values.get('groups')?.split(',') ?? [],
    home: values.get('home'),
    shell: values.get('shell'),
    comment: values.get('comment'),
    isSystem,
    // useradd makes a home directory when told to, adduser unless told not to (Debian's not for system users).
    hasHome:
      flags.has('home') ||
      (program === 'adduser' && !flags.has('no-home') && !(isSystem && flavour === 'debian' && !values.has('home'))),
  };
}

function readOption(
  syntax: Syntax,
  word: string,
  next: string | undefined,
  values: Map<Field, string>,
  flags: Set<string>,
): number | undefined {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  const name = equals > 0 ? word.slice(0, equals) : word;
  const field = Object.hasOwn(syntax.values, name) ? syntax.values[name] : undefined;
  if (field !== undefined) {
    if (equals < 0 && next === undefined) return undefined;
    values.set(field, equals > 0 ? word.slice(equals + 1) : (next ?? ''));
    return equals > 0 ? 0 : 1;
  }
  const flag = Object.hasOwn(syntax.flags, name) ? syntax.flags[name] : undefined;
  if (flag !== undefined) {
    flags.add(flag);
    return 0;
  }
  return word.startsWith('--') ? undefined : readLetters(syntax, word, next, values, flags);
}

/** Reads a cluster such as `-rms /bin/bash`, whose last letter may take a value. */
function readLetters(
  syntax: Syntax,
  word: string,
  next: string | undefined,
  values: Map<Field, string>,
  flags: Set<string>,
): number | undefined {
  const letters = word.slice(1);
  for (let at = 0; at < letters.length; at++) {
    const name = `-${letters.charAt(at)}`;
    const flag = Object.hasOwn(syntax.flags, name) ? syntax.flags[name] : undefined;
    if (flag !== undefined) {
      flags.add(flag);
      continue;
    }
    const field = Object.hasOwn(syntax.values, name) ? syntax.values[name] : undefined;
    const attached = letters.slice(at + 1);
    if (field === undefined || (attached === '' && next === undefined)) return undefined;
    values.set(field, attached === '' ? (next ?? '') : attached);
    return attached === '' ? 1 : 0;
  }
  return 0;
}

/**
 * Writes a request in a flavour's words, one command for each line; undefined if the flavour has no way to say it
 * (BusyBox takes no group id of a user, only a group's name).
 */
export function writeAccountCommand(
  request: AccountRequest | MembershipRequest,
  commands: AccountCommands,
): readonly string[] | undefined {
  if (request.kind === 'membership')
    return commands === 'shadow'
      ? [`usermod --append --groups ${request.group} ${request.name}`]
      : [`addgroup ${request.name} ${request.group}`];
  if (request.kind === 'group') return [writeGroup(request, commands)];
  return commands === 'shadow' ? [writeUseradd(request)] : writeAdduser(request);
}

function writeGroup({ name, id, isSystem }: AccountRequest, commands: AccountCommands): string {
  return commands === 'shadow'
    ? words('groupadd', isSystem && '--system', id !== undefined && `--gid ${id}`, name)
    : words('addgroup', isSystem && '-S', id !== undefined && `-g ${id}`, name);
}

function writeUseradd(request: AccountRequest): string {
  const { name, id, group, groups, home, shell, comment, isSystem, hasHome } = request;
  return words(
    'useradd',
    isSystem && '--system',
    id !== undefined && `--uid ${id}`,
    group !== undefined && `--gid ${group}`,
    groups.length > 0 && `--groups ${groups.join(',')}`,
    hasHome ? '--create-home' : '--no-create-home',
    home !== undefined && `--home-dir ${home}`,
    shell !== undefined && `--shell ${shell}`,
    comment !== undefined && `--comment ${quoted(comment)}`,
    name,
  );
}

function writeAdduser(request: AccountRequest): readonly string[] | undefined {
  const { name, id, group, groups, home, shell, comment, isSystem, hasHome } = request;
  if (group !== undefined && /^\d+$/.test(group)) return undefined;
  // BusyBox puts a system user into nogroup unless a group is named.
  const ownGroup = isSystem && group === undefined ? name : undefined;
  const user = words(
    'adduser',
    isSystem && '-S',
    '-D',
    !hasHome && '-H',
    id !== undefined && `-u ${id}`,
    (group ?? ownGroup) !== undefined && `-G ${group ?? name}`,
    home !== undefined && `-h ${home}`,
    shell !== undefined && `-s ${shell}`,
    comment !== undefined && `-g ${quoted(comment)}`,
    name,
  );
  const created = ownGroup === undefined ? [] : [`addgroup -S ${ownGroup}`];
  return [...created, user, ...groups.map((extra) => `addgroup ${name} ${extra}`)];
}

function words(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(' ');
}

function quoted(text: string): string {
  return /^[\w./@:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
