/** What a synthetic ELF file says of itself. */
export interface ElfDescription {
  readonly interpreter?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  /** Symbol versions by library. */
  readonly requires?: Readonly<Record<string, readonly string[]>>;
  readonly provides?: readonly string[];
  /** 62 is x86-64, 183 is 64-bit ARM. */
  readonly machine?: number;
  readonly type?: number;
  readonly is32?: boolean;
  readonly isBig?: boolean;
  /** What the program does, so to speak: two files that differ in it are two programs. */
  readonly code?: string;
}

/** Returns an ELF file with what the dynamic loader reads, laid out as linkers do: one segment of all, loaded at an address. */
export function elfFile(description: ElfDescription): Buffer {
  const { is32 = false, isBig = false, machine = 62, type = 3 } = description;
  const ADDRESS = 0x1000;
  const headerSize = is32 ? 52 : 64;
  const segmentSize = is32 ? 32 : 56;
  const parts: Buffer[] = [];
  let at = headerSize + 3 * segmentSize;
  const place = (part: Buffer): number => {
    const start = at;
    parts.push(part);
    at += part.length;
    return start;
  };
  const half = (value: number): Buffer => {
    const buffer = Buffer.alloc(2);
    if (isBig) buffer.writeUInt16BE(value);
    else buffer.writeUInt16LE(value);
    return buffer;
  };
  const word = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    if (isBig) buffer.writeUInt32BE(value);
    else buffer.writeUInt32LE(value);
    return buffer;
  };
  const long = (value: number): Buffer => {
    if (is32) return word(value);
    const buffer = Buffer.alloc(8);
    if (isBig) buffer.writeBigUInt64BE(BigInt(value));
    else buffer.writeBigUInt64LE(BigInt(value));
    return buffer;
  };

  let strings = '\0';
  const name = (text: string): number => {
    const start = strings.length;
    strings += `${text}\0`;
    return start;
  };
  const entries: [number, number][] = [];
  for (const library of description.needed ?? []) entries.push([1, name(library)]);
  if (description.rpath !== undefined) entries.push([15, name(description.rpath)]);
  if (description.runpath !== undefined) entries.push([29, name(description.runpath)]);

  const required = Object.entries(description.requires ?? {});
  if (required.length > 0) {
    const records = required.flatMap(([library, versions], index) => [
      Buffer.concat([
        half(1),
        half(versions.length),
        word(name(library)),
        word(16),
        word(index === required.length - 1 ? 0 : 16 + 16 * versions.length),
      ]),
      ...versions.map((version, number) =>
        Buffer.concat([word(0), half(0), half(2), word(name(version)), word(number === versions.length - 1 ? 0 : 16)]),
      ),
    ]);
    entries.push([0x6ffffffe, ADDRESS + place(Buffer.concat(records))], [0x6fffffff, required.length]);
  }
  const provided = description.provides ?? [];
  if (provided.length > 0) {
    const records = provided.map((version, index) =>
      Buffer.concat([
        half(1),
        half(0),
        half(index + 1),
        half(1),
        word(0),
        word(20),
        word(index === provided.length - 1 ? 0 : 28),
        word(name(version)),
        word(0),
      ]),
    );
    entries.push([0x6ffffffc, ADDRESS + place(Buffer.concat(records))], [0x6ffffffd, provided.length]);
  }
  const interpreter = description.interpreter === undefined ? undefined : Buffer.from(`${description.interpreter}\0`);
  const interpreterAt = interpreter === undefined ? 0 : place(interpreter);
  place(Buffer.from(description.code ?? ''));
  entries.push([5, ADDRESS + place(Buffer.from(strings, 'latin1'))], [0, 0]);
  const isDynamic = entries.length > 2;
  const dynamic = Buffer.concat(entries.flatMap(([tag, value]) => [long(tag), long(value)]));
  const dynamicAt = place(dynamic);

  const segment = (kind: number, offset: number, size: number): Buffer =>
    Buffer.concat(
      is32
        ? [word(kind), ...[offset, ADDRESS + offset, 0, size, size].map(word), word(0), word(0)]
        : [word(kind), word(0), ...[offset, ADDRESS + offset, 0, size, size, 0].map(long)],
    );
  const header = Buffer.alloc(headerSize);
  header.set([0x7f, 0x45, 0x4c, 0x46, is32 ? 1 : 2, isBig ? 2 : 1, 1]);
  header.set(half(type), 16);
  header.set(half(machine), 18);
  header.set(long(headerSize), is32 ? 28 : 32);
  header.set(half(segmentSize), is32 ? 42 : 54);
  header.set(half(3), is32 ? 44 : 56);
  return Buffer.concat([
    header,
    segment(1, 0, at),
    segment(2, dynamicAt, isDynamic ? dynamic.length : 0),
    segment(3, interpreterAt, interpreter?.length ?? 0),
    ...parts,
  ]);
}
