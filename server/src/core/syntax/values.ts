/** What is wrong with an instruction's value, as a sentence; `undefined` where BuildKit takes it. */
type Fault = string | undefined;

/** Returns what is wrong with a duration of HEALTHCHECK (Go's time.ParseDuration, at least 1ms). */
export function durationFault(text: string): Fault {
  if (text === '' || /^[+-]?0$/.test(text)) return undefined;
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const parts = [...rest.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== rest) {
    return `"${text}" is not a duration such as 30s or 1m30s.`;
  }
  const milliseconds = parts.reduce(
    (sum, [, count = '', unit = '']) => sum + Number(count) * (MILLISECONDS[unit] ?? 0),
    0,
  );
  if (milliseconds === 0) return undefined;
  return sign === '-' || milliseconds < 1 ? `The duration "${text}" is below 1ms.` : undefined;
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
};

/** Returns what is wrong with the number of retries of HEALTHCHECK. */
export function retriesFault(text: string): Fault {
  if (text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text) || Number(text) > 0x7fffffff) return `"${text}" is not a number of retries.`;
  return Number(text) < 0 ? 'The number of retries is negative.' : undefined;
}

/** Returns what is wrong with one word of EXPOSE (moby/buildkit:frontend/dockerfile/dockerfile2llb/convert_expose.go). */
export function portFault(text: string): Fault {
  const parts = text.split(':');
  const container = parts.at(-1) ?? '';
  const host = parts.at(-2) ?? '';
  const address = parts.slice(0, -2).join(':');
  const slash = container.indexOf('/');
  const port = slash === -1 ? container : container.slice(0, slash);
  const protocol = slash === -1 ? '' : container.slice(slash + 1);
  if (port === '') return `"${text}" names no port.`;
  if (!['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) {
    return `"${protocol}" is not a protocol; EXPOSE knows tcp, udp and sctp.`;
  }
  if (address !== '' && !/^\[?[0-9a-f:.]*(?:\d+\.\d+\.\d+\.\d+|::?[0-9a-f]*)\]?$/i.test(address)) {
    return `"${address}" is not an IP address.`;
  }
  const range = portRange(port);
  if (typeof range === 'string') return range;
  if (host === '') return undefined;
  const hostRange = portRange(host);
  if (typeof hostRange === 'string') return hostRange;
  const isOne = range[0] === range[1];
  if (!isOne && range[1] - range[0] !== hostRange[1] - hostRange[0])
    return `The two port ranges of "${text}" differ in length.`;
  return undefined;
}

function portRange(text: string): readonly [number, number] | string {
  const dash = text.indexOf('-');
  const ends = dash === -1 ? [text] : [text.slice(0, dash), text.slice(dash + 1)];
  for (const end of ends) {
    if (!/^\+?\d+$/.test(end)) return `"${text}" is not a port between 0 and 65535.`;
    if (Number(end) > 65535) return `${end} is above 65535, the last port.`;
  }
  const first = Number(ends[0]);
  const last = Number(ends[1] ?? ends[0]);
  return last < first ? `The port range "${text}" ends before it starts.` : [first, last];
}

const SIGNALS: ReadonlySet<string> = new Set(
  (
    'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP ' +
    'TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'
  ).split(' '),
);

/** Returns what is wrong with a signal (moby/sys:signal, Linux). */
export function signalFault(text: string): Fault {
  if (/^[+-]?\d+$/.test(text)) return Number(text) === 0 ? 'Signal 0 cannot stop a process.' : undefined;
  const name = text.toUpperCase().replace(/^SIG/, '');
  const [, end = '', offset = ''] = /^(RTM(?:IN\+|AX-))([1-9]\d?)$/.exec(name) ?? [];
  const isRealTime = offset !== '' && Number(offset) <= (end === 'RTMIN+' ? 15 : 14);
  return SIGNALS.has(name) || isRealTime ? undefined : `"${text}" is not a signal.`;
}

/** Returns what is wrong with an image name (distribution/reference: ParseNormalizedNamed). */
export function imageNameFault(text: string): Fault {
  if (/^[0-9a-f]{64}$/.test(text)) return 'The image name is an image id, which FROM does not take.';
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const hasDomain = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const remainder = hasDomain ? text.slice(slash + 1) : text;
  if (hasDomain && !DOMAIN.test(first)) return `"${first}" is not a registry's address.`;
  const at = remainder.indexOf('@');
  const digest = at === -1 ? undefined : remainder.slice(at + 1);
  const named = at === -1 ? remainder : remainder.slice(0, at);
  const colon = named.indexOf(':');
  const path = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  if (path !== path.toLowerCase()) return `The image name "${path}" is not in lower case.`;
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) {
    return tag === '' ? `The image "${path}" has a colon, but no tag.` : `"${tag}" is not a tag.`;
  }
  if (digest !== undefined && !isDigest(digest)) return `"${digest}" is not a digest.`;
  return PATH.test(path) && path.length <= 255 ? undefined : `"${text}" is not an image name.`;
}

const DOMAIN =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::\d+)?$/;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);

const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

function isDigest(text: string): boolean {
  const [, algorithm = '', hex = ''] =
    /^([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*):([0-9a-fA-F]{32,})$/.exec(text) ?? [];
  return algorithm !== '' && DIGEST_LENGTHS[algorithm] === hex.length && hex === hex.toLowerCase();
}

const OPERATING_SYSTEMS =
  /^(?:aix|android|darwin|macos|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|windows|zos)$/i;
const ARCHITECTURES =
  /^(?:386|i386|amd64|x86_64|x86-64|amd64p32|arm|armhf|armel|armbe|arm64|aarch64|arm64be|ppc64|ppc64le|loong64|mips|mipsle|mips64|mips64le|mips64p32|mips64p32le|ppc|riscv|riscv64|s390|s390x|sparc|sparc64|wasm)$/i;

/** Returns what is wrong with a platform such as `linux/arm64` (containerd/platforms: Parse). */
export function platformFault(text: string): Fault {
  const parts = text.split('/');
  const [first = '', ...rest] = parts;
  const isWellFormed = /^[\w-]+(?:\([\w.+-]*\))?$/.test(first) && rest.every((part) => /^[\w.-]+$/.test(part));
  if (!isWellFormed || parts.length > 3) return `"${text}" is not a platform such as linux/amd64.`;
  if (rest.length > 0 || OPERATING_SYSTEMS.test(first.replace(/\(.*/, '')) || ARCHITECTURES.test(first))
    return undefined;
  return `"${text}" is neither an operating system nor an architecture.`;
}

const MOUNT_KEYS: ReadonlySet<string> = new Set(
  'type from source target readonly id sharing required size mode uid gid src dst destination ro rw readwrite env'.split(
    ' ',
  ),
);
const MOUNT_TYPES: ReadonlySet<string> = new Set(['bind', 'cache', 'tmpfs', 'secret', 'ssh']);

/** Returns what is wrong with the value of RUN --mount, as far as it holds no variables. */
export function mountFault(text: string): Fault {
  const options = new Map<string, string | undefined>();
  for (const field of text.split(',')) {
    const equals = field.indexOf('=');
    const key = (equals === -1 ? field : field.slice(0, equals)).trim().toLowerCase();
    const value = equals === -1 ? undefined : field.slice(equals + 1);
    if (!MOUNT_KEYS.has(key)) return `A mount has no option "${key}".`;
    if (value === undefined && !/^(?:readonly|ro|readwrite|rw|required)$/.test(key))
      return `The mount option "${key}" needs a value.`;
    if (key === 'type' && value !== undefined && !value.includes('$') && !MOUNT_TYPES.has(value.toLowerCase())) {
      return `"${value}" is not a type of mount.`;
    }
    const dollar = key === 'from' ? (value?.indexOf('$') ?? -1) : -1;
    if (dollar !== -1 && dollar !== (value?.length ?? 0) - 1) return 'The option "from" of a mount takes no variables.';
    options.set(key, value);
  }
  const has = (...keys: readonly string[]): boolean => keys.some((key) => options.has(key));
  const type = options.get('type')?.toLowerCase() ?? 'bind';
  if (type === 'secret' && !has('id', 'source', 'src', 'target', 'dst', 'destination'))
    return 'The secret mount names no secret.';
  const target = options.get('target') ?? options.get('dst') ?? options.get('destination');
  if (type === 'bind' || type === 'cache' || type === 'tmpfs') {
    if (target === '/') return 'Nothing can be mounted over "/".';
  }
  return undefined;
}

/** Returns what is wrong with the value of --chmod. */
export function modeFault(text: string): Fault {
  const isOctal = /^[0-7]+$/.test(text) && parseInt(text, 8) <= 0o7777;
  const isSymbolic = /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+(?:,[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+)*$/.test(text);
  return isOctal || isSymbolic ? undefined : `"${text}" is not a file mode such as 755 or u+x.`;
}
