import { createHash } from 'node:crypto';

const ALLOCATED = 2n;
const NO_BITS = 8;

/**
 * Returns a digest of what a 64-bit ELF file loads into memory (code, data, symbols, libraries needed), or `undefined`
 * for another file. Two builds of one source differ in what is not loaded: debugging information names pip's temporary
 * directory, and the build id is a digest of it.
 */
export function loadedSections(contents: Buffer): string | undefined {
  if (contents.length < 64 || contents.toString('latin1', 0, 4) !== '\x7fELF' || contents[4] !== 2 || contents[5] !== 1)
    return undefined;
  const table = Number(contents.readBigUInt64LE(0x28));
  const entrySize = contents.readUInt16LE(0x3a);
  const count = contents.readUInt16LE(0x3c);
  const nameIndex = contents.readUInt16LE(0x3e);
  if (table === 0 || count === 0) return undefined;
  const header = (index: number): number => table + index * entrySize;
  const offsetOf = (at: number): number => Number(contents.readBigUInt64LE(at + 0x18));
  const sizeOf = (at: number): number => Number(contents.readBigUInt64LE(at + 0x20));
  const names = offsetOf(header(nameIndex));
  const digest = createHash('sha256');
  for (let index = 0; index < count; index++) {
    const at = header(index);
    const start = names + contents.readUInt32LE(at);
    const name = contents.toString('latin1', start, contents.indexOf(0, start));
    if ((contents.readBigUInt64LE(at + 8) & ALLOCATED) === 0n || name === '.note.gnu.build-id') continue;
    digest.update(`${name}\0`);
    if (contents.readUInt32LE(at + 4) !== NO_BITS)
      digest.update(contents.subarray(offsetOf(at), offsetOf(at) + sizeOf(at)));
  }
  return digest.digest('hex');
}
