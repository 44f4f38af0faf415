import { accessSync, constants, readFileSync, realpathSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';

/** A file's text, in which every byte that is no UTF-8 stands for itself, so that it can be written back unharmed. */
export interface FileText {
  readonly text: string;
  /** Every byte is UTF-8; a broken byte is one lone surrogate (`U+DC80` to `U+DCFF`) of `text`. */
  readonly isUtf8: boolean;
}

/** Returns the text of the file at `path`; throws what the file system throws. */
export function readTextFile(path: string): FileText {
  return decodeText(readFileSync(path));
}

/** Replaces the file at `path` (or the file that a link there names) at one blow, its mode and owner kept. */
export function writeTextFile(path: string, text: string): void {
  const target = realPathOf(path);
  if (target !== undefined) accessSync(target, constants.W_OK);
  writeFileAtomic.sync(target ?? path, encodeText(text));
}

/** Returns the text that `bytes` hold, a byte order mark included. */
export function decodeText(bytes: Uint8Array): FileText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isUtf8: true };
  } catch {
    return { text: decodeBroken(bytes), isUtf8: false };
  }
}

/** Returns the bytes of `text`: those it was decoded from where nothing was changed. */
export function encodeText(text: string): Buffer {
  if (!/\p{Cs}/u.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  for (const { index } of text.matchAll(/[\uDC80-\uDCFF]/gu)) {
    parts.push(Buffer.from(text.slice(from, index), 'utf8'), Buffer.of(text.charCodeAt(index) - 0xdc00));
    from = index + 1;
  }
  return Buffer.concat([...parts, Buffer.from(text.slice(from), 'utf8')]);
}

/** Decodes what is UTF-8 and keeps each other byte as a lone surrogate. */
function decodeBroken(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let position = 0; position < bytes.length;) {
    const length = sequenceLength(bytes[position] ?? 0);
    const sequence = bytes.subarray(position, position + length);
    try {
      text += decoder.decode(sequence);
      position += length;
    } catch {
      text += String.fromCharCode(0xdc00 + (bytes[position] ?? 0));
      position += 1;
    }
  }
  return text;
}

function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
