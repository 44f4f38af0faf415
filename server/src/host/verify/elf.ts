import { createHash } from 'node:crypto';

/** What the dynamic loader reads of an ELF file before it runs it. */
export interface ElfFile {
  /** Word size, byte order and processor: files that differ in it cannot be loaded together. */
  readonly machine: string;
  /** The dynamic loader that a program names. */
  readonly interpreter: string | undefined;
  readonly needed: readonly string[];
  /** Directories to search, as written (`$ORIGIN/../lib`). */
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  /** The symbol versions that each library must have (`libc.so.6`: `GLIBC_2.34`). */
  readonly required: readonly { readonly library: string; readonly version: string }[];
  /** The symbol versions that it has itself. */
  readonly provided: readonly string[];
}

const EXECUTABLE = 2;
const SHARED = 3;
const LOADED_SEGMENT = 1;
const DYNAMIC_SEGMENT = 2;
const INTERPRETER_SEGMENT = 3;
/** A version that a library may lack. */
const WEAK = 2;
const TAG = {
  needed: 1,
  strings: 5,
  rpath: 15,
  runpath: 29,
  provided: 0x6ffffffc,
  providedCount: 0x6ffffffd,
  required: 0x6ffffffe,
  requiredCount: 0x6fffffff,
} as const;

/** Returns what the loader needs to know of a program or a shared library; `undefined` for other and for broken files. */
export function readElf(contents: Buffer): ElfFile | undefined {
  if (!isElf(contents)) return undefined;
  try {
    return read(createReader(contents));
  } catch (error) {
    // An offset leads out of the file: it is cut off, or only looks like ELF.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Tells whether a file begins as ELF files do. */
export function isElf(contents: Buffer): boolean {
  return contents.length >= 52 && contents.toString('latin1', 0, 4) === '\x7fELF';
}

interface Reader {
  readonly is64: boolean;
  readonly isLittle: boolean;
  half(at: number): number;
  word(at: number): number;
  /** A number of the file's word size. */
  long(at: number): number;
  text(at: number): string;
}

function createReader(contents: Buffer): Reader {
  const is64 = contents[4] === 2;
  const isLittle = contents[5] !== 2;
  const long = (at: number): number =>
    is64
      ? Number(isLittle ? contents.readBigUInt64LE(at) : contents.readBigUInt64BE(at))
      : isLittle
        ? contents.readUInt32LE(at)
        : contents.readUInt32BE(at);
  return {
    is64,
    isLittle,
    half: (at) => (isLittle ? contents.readUInt16LE(at) : contents.readUInt16BE(at)),
    word: (at) => (isLittle ? contents.readUInt32LE(at) : contents.readUInt32BE(at)),
    long,
    text: (at) => {
      const end = contents.indexOf(0, at);
      if (at < 0 || at >= contents.length || end === -1) throw new RangeError('no string');
      return contents.toString('latin1', at, end);
    },
  };
}

function read(reader: Reader): ElfFile | undefined {
  const { is64, isLittle, half, long, word, text } = reader;
  const type = half(16);
  if (type !== EXECUTABLE && type !== SHARED) return undefined;
  const machine = `${is64 ? 64 : 32}-bit ${isLittle ? 'little' : 'big'}-endian ${half(18)}`;
  const table = long(is64 ? 32 : 28);
  const entrySize = half(is64 ? 54 : 42);
  const segments = Array.from({ length: half(is64 ? 56 : 44) }, (_, index) => {
    const at = table + index * entrySize;
    return {
      type: word(at),
      offset: long(at + (is64 ? 8 : 4)),
      address: long(at + (is64 ? 16 : 8)),
      size: long(at + (is64 ? 32 : 16)),
    };
  });
  const segment = (wanted: number) => segments.find((found) => found.type === wanted && found.size > 0);
  const offsetOf = (address: number): number => {
    const found = segments.find(
      (one) => one.type === LOADED_SEGMENT && address >= one.address && address < one.address + one.size,
    );
    if (found === undefined) throw new RangeError('an address is not in the file');
    return address - found.address + found.offset;
  };
  const interpreterSegment = segment(INTERPRETER_SEGMENT);
  const interpreter = interpreterSegment === undefined ? undefined : text(interpreterSegment.offset);
  const dynamic = segment(DYNAMIC_SEGMENT);
  const nothing = { needed: [], rpath: [], runpath: [], required: [], provided: [] };
  if (dynamic === undefined) return { machine, interpreter, ...nothing };

  const size = is64 ? 8 : 4;
  const entries: { readonly tag: number; readonly value: number }[] = [];
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 2 * size) {
    const tag = long(at);
    if (tag === 0) break;
    entries.push({ tag, value: long(at + size) });
  }
  const valueOf = (tag: number): number | undefined => entries.find((entry) => entry.tag === tag)?.value;
  const stringsAddress = valueOf(TAG.strings);
  if (stringsAddress === undefined) return { machine, interpreter, ...nothing };
  const strings = offsetOf(stringsAddress);
  const stringsOf = (tag: number): readonly string[] =>
    entries.filter((entry) => entry.tag === tag).map(({ value }) => text(strings + value));
  const paths = (tag: number): readonly string[] =>
    stringsOf(tag).flatMap((path) => path.split(':').filter((part) => part !== ''));

  const required: { library: string; version: string }[] = [];
  let at = valueOf(TAG.required) === undefined ? 0 : offsetOf(valueOf(TAG.required) ?? 0);
  for (let count = valueOf(TAG.requiredCount) ?? 0; count > 0; count--) {
    const library = text(strings + word(at + 4));
    let detail = at + word(at + 8);
    for (let details = half(at + 2); details > 0; details--) {
      if ((half(detail + 4) & WEAK) === 0) required.push({ library, version: text(strings + word(detail + 8)) });
      detail += word(detail + 12);
    }
    at += word(at + 12);
  }
  const provided: string[] = [];
  at = valueOf(TAG.provided) === undefined ? 0 : offsetOf(valueOf(TAG.provided) ?? 0);
  for (let count = valueOf(TAG.providedCount) ?? 0; count > 0; count--) {
    provided.push(text(strings + word(at + word(at + 12))));
    at += word(at + 16);
  }
  return {
    machine,
    interpreter,
    needed: stringsOf(TAG.needed),
    rpath: paths(TAG.rpath),
    runpath: paths(TAG.runpath),
    required,
    provided,
  };
}

const ALLOCATED = 2n;
const NO_BITS = 8;

/**
 * Returns a digest of what a 64-bit ELF file loads into memory (code, data, symbols, libraries needed), or `undefined`
 * for another file. Two builds of one source differ in what is not loaded: debugging information names pip's temporary
 * directory, and the build id is a digest of it.
 */
export function loadedSections(contents: Buffer): string | undefined {
  if (contents.length < 64 || !isElf(contents) || contents[4] !== 2 || contents[5] !== 1) return undefined;
  try {
    return digestOfSections(contents);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function digestOfSections(contents: Buffer): string | undefined {
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
