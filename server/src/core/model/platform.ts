/** A platform as FROM --platform names it. */
export interface Platform {
  readonly system: string;
  readonly architecture: string;
}

// Source: containerd/platforms, the systems and architectures that Go knows.
const SYSTEMS = new Set(
  `aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos`.split(
    ' ',
  ),
);
const ARCHITECTURES = new Set(
  `386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc
  riscv riscv64 s390 s390x sparc sparc64 wasm`.split(/\s+/),
);
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['i386', '386'],
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm'],
  ['armel', 'arm'],
]);

/** Returns the platform that `text` names, as containerd reads it on a Linux machine; `undefined` where BuildKit refuses it. */
export function parsePlatform(text: string): Platform | undefined {
  const [first = '', ...rest] = text.split('/');
  const [, os = ''] = /^([A-Za-z0-9_-]+)(?:\([A-Za-z0-9_.-]*(?:\+[A-Za-z0-9_.-]+)*\))?$/.exec(first) ?? [];
  if (os === '' || rest.length > 2 || !rest.every((part) => /^[A-Za-z0-9_.-]+$/.test(part))) return undefined;
  const system = os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase();
  const [architecture] = rest;
  if (architecture !== undefined) return { system, architecture: normalised(architecture) };
  if (SYSTEMS.has(system)) return { system, architecture: 'amd64' };
  return ARCHITECTURES.has(normalised(os)) ? { system: 'linux', architecture: normalised(os) } : undefined;
}

function normalised(architecture: string): string {
  const lower = architecture.toLowerCase();
  return ALIASES.get(lower) ?? lower;
}
