import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { isElf, loadedSections, readElf, type ElfFile } from './elf';
import type { Docker, DockerCallOptions } from './docker';

export interface FileEntry {
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** The SHA-256 of a file's contents. */
  readonly hash: string;
  /** Where a symbolic link points. */
  readonly target: string;
  /** The whole contents, of the few files whose text is read: records of packages, the loader's index. */
  readonly contents?: Buffer;
  /** What the loader reads of a program or a shared library. */
  readonly elf?: ElfFile;
  /** A digest of what stays the same when a file is made again: what ELF loads, a script below its first line. */
  readonly substance?: string;
  /** The first line of a script, without `#!`. */
  readonly interpreter?: string;
  /** Whether it looks like text. */
  readonly isText?: boolean;
}

/** All files of an image by absolute path. Names of one file (hard links) share one entry. */
export type ImageFiles = ReadonlyMap<string, FileEntry>;

/** Records of installed packages, the loader's index, virtual environments, accounts: the files whose text is read. */
const KEPT =
  /^\/(?:var\/lib\/dpkg\/(?:status$|info\/.*\.list$|status\.d\/)|(?:usr\/)?lib\/apk\/db\/installed$|etc\/(?:ld\.so\.cache|ld-musl-[\w-]+\.path|passwd)$)|\/pyvenv\.cfg$/;

/** Larger programs are compared by their digest only. */
const LARGEST_READ = 400_000_000;
const LARGEST_SCRIPT = 1_000_000;

/** Returns all files of an image. The container named `container` is made for it, and left to be removed. */
export async function filesOf(
  docker: Docker,
  image: string,
  container: string,
  options: { readonly labels?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<ImageFiles> {
  const labels = (options.labels ?? []).flatMap((label) => ['--label', label]);
  // An image without a start command (a base image from scratch) needs any to make a container, which is never started.
  await docker.orThrow(['create', '--name', container, ...labels, image, 'plimsoll-never-starts-this']);
  return exportedFiles(docker, container, options.signal === undefined ? {} : { signal: options.signal });
}

/** Returns all files of a container. */
export async function exportedFiles(
  docker: Docker,
  container: string,
  options: DockerCallOptions = {},
): Promise<ImageFiles> {
  let files: ImageFiles = new Map();
  await docker.stream(
    ['export', container],
    async (stream) => {
      files = await readTar(stream);
    },
    options,
  );
  return files;
}

/** Follows the symbolic links of `path`, as a process in the image would; `undefined` where it ends nowhere. */
export function resolvePath(files: ImageFiles, path: string): string | undefined {
  let pending = path.split('/');
  let resolved: string[] = [];
  for (let hops = 0; pending.length > 0;) {
    const [part = '', ...rest] = pending;
    pending = rest;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      resolved = resolved.slice(0, -1);
      continue;
    }
    const entry = files.get(`/${[...resolved, part].join('/')}`);
    if (entry === undefined) return undefined;
    if (entry.kind !== 'link') {
      resolved = [...resolved, part];
      continue;
    }
    if (++hops > 40) return undefined;
    if (entry.target.startsWith('/')) resolved = [];
    pending = [...entry.target.split('/'), ...pending];
  }
  return `/${resolved.join('/')}`;
}

/** Returns the file that `path` leads to, links followed. */
export function entryAt(files: ImageFiles, path: string): FileEntry | undefined {
  const resolved = resolvePath(files, path);
  return resolved === undefined ? undefined : files.get(resolved);
}

/** Reads the files of a tar stream as `docker export` writes it. */
export async function readTar(stream: Readable): Promise<ImageFiles> {
  const files = new Map<string, FileEntry>();
  files.set('/', { kind: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0, hash: '', target: '' });
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let buffer: Buffer = Buffer.alloc(0);

  const take = async (length: number, use: (part: Buffer) => void): Promise<boolean> => {
    let missing = length;
    while (missing > 0) {
      if (buffer.length === 0) {
        const next = await chunks.next();
        if (next.done === true) return false;
        buffer = next.value;
      }
      const part = buffer.subarray(0, missing);
      buffer = buffer.subarray(part.length);
      missing -= part.length;
      use(part);
    }
    return true;
  };
  const read = async (length: number): Promise<Buffer | undefined> => {
    const parts: Buffer[] = [];
    return (await take(length, (part) => parts.push(part))) ? Buffer.concat(parts) : undefined;
  };

  let extended: Readonly<Record<string, string>> = {};
  for (;;) {
    const header = await read(512);
    if (header === undefined) return files;
    if (header[0] === 0) continue;
    const type = String.fromCharCode(header[156] ?? 0);
    const size = extended['size'] === undefined ? octal(header.subarray(124, 136)) : Number(extended['size']);
    const padding = (512 - (size % 512)) % 512;
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K') {
      const body = ((await read(size + padding)) ?? Buffer.alloc(0)).subarray(0, size);
      if (type === 'x') extended = { ...extended, ...paxRecords(body) };
      else if (type !== 'g') extended = { ...extended, [type === 'L' ? 'path' : 'linkpath']: text(body) };
      continue;
    }
    const prefix = text(header.subarray(345, 500));
    const name = extended['path'] ?? (prefix === '' ? '' : `${prefix}/`) + text(header.subarray(0, 100));
    const target = extended['linkpath'] ?? text(header.subarray(157, 257));
    const isFile = type === '0' || type === '\0';
    const path = absolute(name);
    const mode = octal(header.subarray(100, 108)) & 0o7777;
    const reading = isFile ? createFileReading(path, size) : undefined;
    await take(size, (part) => reading?.add(part));
    await take(padding, () => undefined);
    const original = type === '1' ? files.get(absolute(target)) : undefined;
    files.set(
      path,
      original ?? {
        kind: isFile ? 'file' : type === '5' ? 'directory' : type === '2' ? 'link' : 'other',
        mode,
        uid: Number(extended['uid'] ?? octal(header.subarray(108, 116))),
        gid: Number(extended['gid'] ?? octal(header.subarray(116, 124))),
        size,
        hash: '',
        target,
        ...reading?.end(),
      },
    );
    extended = {};
  }
}

type Reading = Pick<FileEntry, 'hash' | 'contents' | 'elf' | 'substance' | 'interpreter' | 'isText'>;

/** Reads one file as it passes by; whole only where more than its digest is asked for. */
function createFileReading(path: string, size: number): { add(part: Buffer): void; end(): Reading } {
  const digest = createHash('sha256');
  const isKept = KEPT.test(path);
  const parts: Buffer[] = [];
  let isCollected: boolean | undefined;
  let isText = true;
  let seen = 0;
  const isWanted = (start: Buffer): boolean => {
    if (isKept) return true;
    if (start[0] === 0x7f) return size <= LARGEST_READ && !path.endsWith('.debug');
    return start[0] === 0x23 && size <= LARGEST_SCRIPT;
  };
  return {
    add: (part) => {
      digest.update(part);
      isCollected ??= isWanted(part);
      if (isCollected) parts.push(part);
      if (seen < 8192) isText &&= !part.subarray(0, 8192).includes(0);
      seen += part.length;
    },
    end: () => {
      const hash = digest.digest('hex');
      if (isCollected !== true) return { hash, isText };
      const contents = Buffer.concat(parts);
      const kept = isKept ? { contents } : {};
      if (isElf(contents)) {
        const elf = readElf(contents);
        const substance = elf === undefined ? undefined : loadedSections(contents);
        return {
          hash,
          isText: false,
          ...kept,
          ...(elf === undefined ? {} : { elf }),
          ...(substance === undefined ? {} : { substance }),
        };
      }
      if (contents.toString('latin1', 0, 2) !== '#!') return { hash, isText, ...kept };
      const end = contents.indexOf(0x0a);
      const line = contents.toString('utf8', 2, end === -1 ? contents.length : end).trim();
      // Scripts of packages name the interpreter of the environment that they were installed in.
      const program = line.replace(/^\S*\//, '').replace(/^([a-z]+)[\d.]+/, '$1');
      const rest = createHash('sha256')
        .update(program)
        .update(contents.subarray(end === -1 ? contents.length : end));
      return { hash, isText, ...kept, interpreter: line, substance: rest.digest('hex') };
    },
  };
}

function paxRecords(body: Buffer): Record<string, string> {
  const records: Record<string, string> = {};
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString('latin1', at, space));
    if (!(length > 0)) break;
    const [key = '', ...value] = body.toString('utf8', space + 1, at + length - 1).split('=');
    records[key] = value.join('=');
    at += length;
  }
  return records;
}

function text(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}

function octal(field: Buffer): number {
  // GNU's base 256 for what octal digits cannot hold.
  if (((field[0] ?? 0) & 0x80) !== 0) return field.subarray(field.length - 6).readUIntBE(0, 6);
  const digits = text(field).trim();
  return digits === '' ? 0 : parseInt(digits, 8);
}

function absolute(name: string): string {
  return `/${name.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')}`;
}
