import { Readable } from 'node:stream';
import { readTar, type ImageFiles } from '../../server/src/host/verify/image-files';

/** A file of a synthetic image: its contents, or more of it. */
export type SyntheticFile =
  | string
  | Buffer
  | {
      readonly contents?: string | Buffer;
      readonly mode?: number;
      readonly uid?: number;
      /** A symbolic link. */
      readonly link?: string;
      /** Another name of a file before it. */
      readonly hardLink?: string;
      readonly isDirectory?: boolean;
    };

export type SyntheticFiles = Readonly<Record<string, SyntheticFile>>;

/** Returns the files of an image that holds `files`, read from a tar stream as those of the engine are. */
export function imageOf(files: SyntheticFiles): Promise<ImageFiles> {
  return readTar(Readable.from([tarOf(files)]));
}

/** Returns a tar archive of `files` by absolute path, with the directories above them. */
export function tarOf(files: SyntheticFiles): Buffer {
  const folders = new Set<string>();
  const parts: Buffer[] = [];
  for (const [path, file] of Object.entries(files)) {
    const segments = path.split('/').slice(1, -1);
    segments.forEach((_, index) => {
      const folder = segments.slice(0, index + 1).join('/');
      if (folders.has(folder) || files[`/${folder}`] !== undefined) return;
      folders.add(folder);
      parts.push(header(`${folder}/`, { type: '5', mode: 0o755, uid: 0, size: 0, target: '' }));
    });
    const given = typeof file === 'string' || Buffer.isBuffer(file) ? { contents: file } : file;
    const contents = Buffer.from(given.contents ?? '');
    const isFile = given.link === undefined && given.hardLink === undefined && given.isDirectory !== true;
    const type = given.link !== undefined ? '2' : given.hardLink !== undefined ? '1' : isFile ? '0' : '5';
    const target = given.link ?? given.hardLink?.slice(1) ?? '';
    const mode = given.mode ?? (isFile ? 0o644 : 0o755);
    parts.push(header(path.slice(1), { type, mode, uid: given.uid ?? 0, size: contents.length, target }));
    if (isFile) parts.push(contents, Buffer.alloc((512 - (contents.length % 512)) % 512));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

interface Header {
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly size: number;
  readonly target: string;
}

function header(name: string, { type, mode, uid, size, target }: Header): Buffer {
  const block = Buffer.alloc(512);
  const long = name.length > 100 ? paxPath(name) : Buffer.alloc(0);
  block.write(name.slice(0, 100), 0);
  block.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  block.write(`${uid.toString(8).padStart(7, '0')}\0`, 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(type, 156);
  block.write(target, 157);
  block.write('ustar\x0000', 257);
  return Buffer.concat([long, block]);
}

/** Names that do not fit come before as an extended header. */
function paxPath(name: string): Buffer {
  const record = ` path=${name}\n`;
  let length = record.length + 1;
  while (`${length}${record}`.length !== length) length = `${length}${record}`.length;
  const body = Buffer.from(`${length}${record}`);
  const block = Buffer.alloc(512);
  block.write('PaxHeaders/x', 0);
  block.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  block.write('x', 156);
  return Buffer.concat([block, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}
