import type { Instruction, Word } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { joinPath } from './paths';
import type { CopyOperation, CopySource } from './stage';

/** Returns what `instruction` moves if it is COPY or ADD with words. */
export function copyOperation(model: DockerfileModel, instruction: Instruction): CopyOperation | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return undefined;
  const { words } = instruction;
  if (words.length === 0) return undefined;
  const destination = words.length > 1 ? words.at(-1) : undefined;
  const sources = (words.length > 1 ? words.slice(0, -1) : words).map((word) => copySource(model, instruction, word));
  const target = destination === undefined ? undefined : model.expandAt(destination.value, instruction);
  const isDirectory = target !== undefined && (sources.length > 1 || /(?:^|\/)\.{0,2}$/.test(target));
  return {
    instruction,
    from: origin(model, instruction),
    sources,
    destination,
    destinationPath: target === undefined ? undefined : joinPath(model.stateBefore(instruction).workdir, target),
    isDirectory,
    chown: instruction.flags.find(({ name }) => name === 'chown')?.value,
  };
}

function origin(model: DockerfileModel, instruction: Instruction): CopyOperation['from'] {
  const from = instruction.flags.find(({ name }) => name === 'from')?.value;
  if (from === undefined) return { kind: 'context' };
  const name = model.expandAt(from, instruction);
  if (name === undefined) return { kind: 'unknown' };
  const stage = model.stageNamed(name, model.stageOf(instruction)?.index ?? 0);
  return stage === undefined ? { kind: 'image', name } : { kind: 'stage', stage };
}

function copySource(model: DockerfileModel, instruction: Instruction, word: Word): CopySource {
  const text = model.expandAt(word.value, instruction);
  const kind = sourceKind(text ?? word.value);
  const path = text === undefined || kind !== 'path' ? undefined : text.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  return {
    word,
    kind,
    path: path === '.' ? '' : path,
    isEverything: kind === 'path' && (path === '' || path === '.' || path === '*'),
  };
}

function sourceKind(text: string): CopySource['kind'] {
  if (/^\d*<<-?\s*\S/.test(text)) return 'heredoc';
  if (/^git@|^git:\/\/|^ssh:\/\/|^https?:\/\/.*\.git(?:[#?].*)?$|^github\.com\//.test(text)) return 'git';
  return /^(?:https?|ftp):\/\//.test(text) ? 'url' : 'path';
}
