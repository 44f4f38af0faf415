import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { docker, dockerOrThrow, withTarOf } from './docker';

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
}

/** All files of an image by absolute path. */
export type ImageFiles = ReadonlyMap<string, FileEntry & { readonly contents?: string }>;

/** Debian's records of installed packages: the only files whose contents are kept. */
const RECORDS = /^\/var\/lib\/dpkg\/(?:status$|info\/.*\.list$)/;

/** Returns all files of an image, and a container that holds them until it is removed. */
export async function filesOf(image: string, container: string): Promise<ImageFiles> {
  await docker(['rm', '-fv', container]);
  await dockerOrThrow(['create', '--name', container, image]);
  let files: ImageFiles = new Map();
  await withTarOf(['export', container], async (stream) => {
    files = await readTar(stream);
  });
  return files;
}

/** Returns the contents of one file of a container. */
export async function contentsOf(container: string, path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await withTarOf(['cp', '-L', `${container}:${path}`, '-'], async (stream) => {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  });
  const tar = Buffer.concat(chunks);
  let at = 0;
  // Extended headers come before the one file.
  while (at + 512 <= tar.length) {
    const size = octal(tar.subarray(at + 124, at + 136));
    const type = String.fromCharCode(tar[at + 156] ?? 0);
    if (type === '0' || type === '\0') return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no file ${path} in ${container}`);
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

async function readTar(stream: Readable): Promise<ImageFiles> {
  const files = new Map<string, FileEntry & { readonly contents?: string }>();
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
    const hash = createHash('sha256');
    const isFile = type === '0' || type === '\0';
    const path = absolute(name);
    const kept: Buffer[] = [];
    if (isFile)
      await take(size, (part) => {
        hash.update(part);
        if (RECORDS.test(path)) kept.push(part);
      });
    else await take(size, () => undefined);
    await take(padding, () => undefined);
    const original = type === '1' ? files.get(absolute(target)) : undefined;
    files.set(
      path,
      original ?? {
        kind: isFile ? 'file' : type === '5' ? 'directory' : type === '2' ? 'link' : 'other',
        mode: octal(header.subarray(100, 108)) & 0o7777,
        uid: Number(extended['uid'] ?? octal(header.subarray(108, 116))),
        gid: Number(extended['gid'] ?? octal(header.subarray(116, 124))),
        size,
        hash: isFile ? hash.digest('hex') : '',
        target,
        ...(kept.length === 0 ? {} : { contents: Buffer.concat(kept).toString('utf8') }),
      },
    );
    extended = {};
  }
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
