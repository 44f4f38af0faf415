import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const shared = process.env['PLIMSOLL_SHARED'] ?? join(import.meta.dirname, '..', '..', 'shared');

/** A Dockerfile to type in. */
export interface Input {
  readonly name: string;
  readonly text: string;
}

/** Returns the texts of the shared corpus, `undefined` where it is not on this machine. */
export function readCorpus(): readonly string[] | undefined {
  const file = join(shared, 'corpus', 'wild.jsonl');
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { dockerfile } = JSON.parse(line) as { dockerfile?: string };
      return dockerfile === undefined ? [] : [dockerfile];
    });
}

/** Returns a small file, one with long RUN scripts, and a large one joined from many; always the same. */
export function typingInputs(corpus: readonly string[]): readonly Input[] {
  const small = corpus.find((text) => lineCount(text) === 14) ?? '';
  const continued = (text: string): number => text.match(/\\\r?\n/g)?.length ?? 0;
  const [scripts = ''] = corpus
    .filter((text) => Math.abs(lineCount(text) - 130) <= 10)
    .sort((a, b) => continued(b) - continued(a));
  let large = '';
  for (const text of corpus) {
    const next = `${large}${text.replace(/\r\n/g, '\n').trimEnd()}\n\n`;
    // Parser directives and other escape characters would change the meaning of what follows.
    if (!/^#\s*escape/im.test(text) && lineCount(next) <= 980) large = next;
    if (lineCount(large) > 960) break;
  }
  return [small, scripts, large].map((text) => ({ name: `${String(lineCount(text))} lines`, text }));
}

function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}
