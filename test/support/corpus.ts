import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A Dockerfile that nobody here wrote. */
export interface CorpusFile {
  readonly name: string;
  readonly text: string;
  /** The language of an application that is built in a single stage, as the corpus guesses it; `undefined` for other files. */
  readonly singleStageLanguage?: string;
}

const root = join(import.meta.dirname, '../..');

/** Returns the folder of shared data: what `PLIMSOLL_SHARED` names, else `../shared`; `undefined` where there is none. */
export function sharedFolder(): string | undefined {
  const folder = resolve(root, process.env['PLIMSOLL_SHARED'] ?? '../shared');
  return existsSync(folder) ? folder : undefined;
}

/** Returns the real Dockerfiles of `corpus/wild.jsonl`, each `step`th; `undefined` where there is no such file. */
export function wildFiles(step = 1): readonly CorpusFile[] | undefined {
  const folder = sharedFolder();
  const path = folder === undefined ? undefined : join(folder, 'corpus/wild.jsonl');
  if (path === undefined || !existsSync(path)) return undefined;
  const rows = readFileSync(path, 'utf8').trimEnd().split('\n');
  return rows.filter((_, index) => index % step === 0).map((row) => corpusFile(JSON.parse(row) as Row));
}

interface Row {
  readonly repo: string;
  readonly path: string;
  readonly dockerfile?: string;
  readonly dockerfile_base64?: string;
  readonly single_stage_app?: string;
  readonly language_guess?: string;
}

function corpusFile(row: Row): CorpusFile {
  const { repo, path, dockerfile, dockerfile_base64: base64 = '', language_guess: language = 'unknown' } = row;
  const file = { name: `${repo}/${path}`, text: dockerfile ?? Buffer.from(base64, 'base64').toString('utf8') };
  return row.single_stage_app === '1' ? { ...file, singleStageLanguage: language } : file;
}

/** Returns the Dockerfiles and fragments in the seed documents; `undefined` where there are none. */
export function seedFiles(): readonly CorpusFile[] | undefined {
  const folder = sharedFolder();
  const seeds = folder === undefined ? undefined : join(folder, 'seeds');
  if (seeds === undefined || !existsSync(seeds)) return undefined;
  return readdirSync(seeds)
    .sort()
    .flatMap((name) => {
      const blocks = codeBlocks(readFileSync(join(seeds, name), 'utf8'));
      const all = blocks.length > 1 ? [...blocks, blocks.join('\n')] : blocks;
      return all.map((text, index) => ({ name: `${name}#${index + 1}`, text }));
    });
}

const INSTRUCTION =
  /^\s*(?:FROM|RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|ARG|WORKDIR|USER|EXPOSE|LABEL|VOLUME|HEALTHCHECK|SHELL|STOPSIGNAL|ONBUILD|MAINTAINER)\s/;

/** Runs of lines that start with an instruction and hold instructions, their continuations, comments and blank lines only. */
function codeBlocks(document: string): readonly string[] {
  const blocks: string[] = [];
  let block: string[] = [];
  let isContinued = false;
  const close = (): void => {
    const text = block.join('\n').replace(/(?:\n\s*(?:#.*)?)+$/, '');
    if (text !== '') blocks.push(`${text}\n`);
    block = [];
    isContinued = false;
  };
  for (const line of document.split(/\r?\n/)) {
    const isPart = isContinued || INSTRUCTION.test(line) || (block.length > 0 && /^\s*(?:#.*)?$/.test(line));
    if (!isPart) close();
    else {
      block.push(line);
      if (!/^\s*#/.test(line)) isContinued = /\\\s*$/.test(line);
    }
  }
  close();
  return blocks;
}
