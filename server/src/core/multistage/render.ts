import type { Instruction } from '../syntax/dockerfile';
import type { Layout } from './engine';
import type { Layout as LayoutName, PlannedStage } from './plan';
import type { Draft, RuntimeBase } from './recipe';
import type { Source } from './source';

/** The new file and its stages. */
export interface Rendered {
  readonly text: string;
  readonly stages: readonly PlannedStage[];
}

/** A piece of a stage: lines, with a blank line before them where the original has one. */
interface Piece {
  readonly lines: string;
  readonly isSeparate: boolean;
}

/** Extra lines at the top of the runtime (after FROM) and after the artefacts. */
export interface RuntimeExtras {
  readonly first: readonly string[];
  readonly afterArtefacts: readonly string[];
}

/** Returns the new file for the placed instructions. */
export function render(
  source: Source,
  draft: Draft,
  layout: Layout,
  runtime: RuntimeBase,
  extras: RuntimeExtras,
  name: LayoutName,
): Rendered {
  return name === 'dev-prod'
    ? renderDevProd(source, draft, layout, runtime, extras)
    : renderBuilderRuntime(
        source,
        draft,
        runtime,
        builderPieces(source, draft, layout),
        runtimePieces(source, draft, layout, extras),
      );
}

/** Returns the name of the stage that builds: `builder`, unless the file uses that name for its own stage. */
export function builderName({ stage }: Source, layout: LayoutName): string {
  if (layout === 'dev-prod') return 'dependencies';
  return ['builder', 'build', 'build-stage'].find((name) => name !== stage.name) ?? 'builder';
}

function renderBuilderRuntime(
  source: Source,
  draft: Draft,
  runtime: RuntimeBase,
  builder: readonly Piece[],
  final: readonly Piece[],
): Rendered {
  const { file, stage } = source;
  const name = builderName(source, 'builder-runtime');
  const finalName = stage.nameWord?.text ?? 'runtime';
  const text = [
    header(source),
    fromLine(source, source.baseText, name),
    ...builder.map(written(file.eol)),
    ...(draft.prune?.lines ?? []).map((line) => `${line}${file.eol}`),
    file.eol,
    fromLine(source, runtime.text, finalName),
    ...final.map(written(file.eol)),
  ].join('');
  return {
    text: finish(text, source),
    stages: [
      { name, base: source.baseText, purpose: 'builds; none of its layers ship' },
      { name: finalName, base: runtime.text, purpose: 'runs' },
    ],
  };
}

function renderDevProd(
  source: Source,
  draft: Draft,
  layout: Layout,
  runtime: RuntimeBase,
  extras: RuntimeExtras,
): Rendered {
  const { file } = source;
  const isSameBase = runtime.text === source.baseText;
  // Settings before the first step that writes a file are common to all stages.
  const firstStep = layout.instructions.find(({ instruction }) =>
    ['RUN', 'COPY', 'ADD', 'USER'].includes(instruction.keyword),
  );
  const isShared = (instruction: Instruction): boolean =>
    ['ENV', 'ARG', 'WORKDIR', 'SHELL'].includes(instruction.keyword) &&
    instruction.index < (firstStep?.instruction.index ?? Infinity);
  const shared = layout.instructions
    .filter(({ instruction }) => isShared(instruction))
    .map(({ instruction }) => verbatim(source, instruction));
  const builder = builderPieces(source, draft, layout, isSameBase ? isShared : () => false);
  const asWritten = { ...source, file: source.asWritten ?? file };
  const development = layout.instructions
    .filter(({ inBuilder, instruction }) => !inBuilder && instruction.index > -1)
    .map(({ instruction }) => verbatim(asWritten, asWritten.file.instructions[instruction.index] ?? instruction));
  const production = runtimePieces(source, draft, layout, extras, isShared);
  const finalName = source.stage.nameWord?.text ?? 'production';
  // The development stage keeps what production prunes.
  const pruned = draft.prune === undefined ? 'dependencies' : 'production-dependencies';
  const moved = production.map(({ lines, isSeparate }) => ({
    lines: lines.replaceAll('--from=dependencies ', `--from=${pruned} `),
    isSeparate,
  }));
  const eol = file.eol;
  const dependenciesBase = isSameBase ? 'base' : source.baseText;
  const text = [
    header(source),
    fromLine(source, runtime.text, 'base'),
    ...shared.map(written(eol)),
    eol,
    fromLine(source, dependenciesBase, 'dependencies'),
    ...builder.map(written(eol)),
    eol,
    `FROM dependencies AS development${eol}`,
    ...development.map(written(eol)),
    eol,
    ...(draft.prune === undefined
      ? []
      : [`FROM dependencies AS ${pruned}${eol}`, ...draft.prune.lines.map((line) => `${line}${eol}`), eol]),
    `FROM base AS ${finalName}${eol}`,
    ...moved.map(written(eol)),
  ].join('');
  return {
    text: finish(text, source),
    stages: [
      { name: 'base', base: runtime.text, purpose: 'what development and production share' },
      { name: 'dependencies', base: dependenciesBase, purpose: 'installs and builds dependencies; has the compilers' },
      {
        name: 'development',
        base: 'dependencies',
        purpose: 'the image as it was, for work on the code (--target development)',
      },
      ...(draft.prune === undefined
        ? []
        : [{ name: pruned, base: 'dependencies', purpose: 'leaves out development dependencies' }]),
      { name: finalName, base: 'base', purpose: 'runs; holds no build tools' },
    ],
  };
}

function builderPieces(
  source: Source,
  draft: Draft,
  layout: Layout,
  isElsewhere: (instruction: Instruction) => boolean = () => false,
): readonly Piece[] {
  const prologueAt = beforeCopies(layout, draft.prologueAt ?? layout.firstBuild);
  const pieces = layout.instructions.flatMap((placed): readonly Piece[] => {
    if (!placed.inBuilder || isElsewhere(placed.instruction)) return [];
    const own = verbatim(source, placed.instruction);
    if (placed.instruction !== prologueAt || draft.prologue.length === 0) return [own];
    return [
      ...draft.prologue.map(({ lines }, i) => ({
        lines: lines.join(source.file.eol),
        isSeparate: i === 0 && own.isSeparate,
      })),
      { ...own, isSeparate: false },
    ];
  });
  return [...pieces, ...draft.epilogue.map(({ lines }) => ({ lines: lines.join(source.file.eol), isSeparate: false }))];
}

/** What the build prepares comes before the files that change often, so that the cache keeps it. */
function beforeCopies({ instructions }: Layout, step: Instruction): Instruction {
  const build = instructions.findIndex(({ instruction }) => instruction === step);
  let at = build;
  for (let i = build - 1; i >= 0; i--) {
    const placed = instructions[i];
    if (!placed?.inBuilder) continue;
    if (placed.instruction.keyword !== 'COPY' && placed.instruction.keyword !== 'ADD') break;
    at = i;
  }
  return instructions[at]?.instruction ?? step;
}

function runtimePieces(
  source: Source,
  draft: Draft,
  layout: Layout,
  extras: RuntimeExtras = { first: [], afterArtefacts: [] },
  isElsewhere: (instruction: Instruction) => boolean = () => false,
): readonly Piece[] {
  const { eol } = source.file;
  const pieces: Piece[] = extras.first.map((line) => ({ lines: line, isSeparate: false }));
  for (const placed of layout.instructions) {
    const { instruction, runtime } = placed;
    if (isElsewhere(instruction)) continue;
    if (placed.isFirstBuild) {
      const lines = [...draft.artefacts.flatMap((addition) => addition.lines), ...extras.afterArtefacts];
      if (lines.length > 0) pieces.push({ lines: lines.join(eol), isSeparate: false });
    }
    if (runtime.kind === 'none') continue;
    if (runtime.kind === 'verbatim') pieces.push(withoutRepeatedComments(source, placed.inBuilder, instruction));
    else {
      const comments = placed.inBuilder ? '' : commentsAbove(source, instruction);
      pieces.push({
        lines: `${comments}${runtime.text.replace(/\n/g, eol)}`,
        isSeparate: startsApart(source, instruction),
      });
    }
  }
  return pieces;
}

/** Comments of a line that stands in both stages stay with the builder's copy, but for those that tools read. */
function withoutRepeatedComments(source: Source, isInBuilder: boolean, instruction: Instruction): Piece {
  if (!isInBuilder) return verbatim(source, instruction);
  const pragmas = instruction.leadingComments
    .filter(({ text }) => /^(?:hadolint|plimsoll|tally|check|checkov|trivy|nosemgrep|kics)\b/i.test(text))
    .map(({ line }) => source.file.text.slice(line.start, line.end));
  const { text } = source.file;
  return {
    lines: pragmas.join('') + text.slice(lineStart(text, instruction.span.start), instruction.span.end),
    isSeparate: startsApart(source, instruction),
  };
}

function verbatim(source: Source, instruction: Instruction): Piece {
  const { text } = source.file;
  return {
    lines:
      commentsAbove(source, instruction) + text.slice(lineStart(text, instruction.span.start), instruction.span.end),
    isSeparate: startsApart(source, instruction),
  };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** All comment lines between the instruction before and this one. */
function commentsAbove({ file }: Source, instruction: Instruction): string {
  const from = file.instructions[instruction.index - 1]?.span.end ?? file.start;
  return file.comments
    .filter(({ span }) => span.start >= from && span.end <= instruction.span.start)
    .map(({ line }) => file.text.slice(line.start, line.end))
    .join('');
}

function startsApart({ file }: Source, instruction: Instruction): boolean {
  const from = file.instructions[instruction.index - 1]?.span.end ?? file.start;
  return /\n[ \t\r]*\n/.test(file.text.slice(from, instruction.span.start));
}

function written(eol: string): (piece: Piece) => string {
  return ({ lines, isSeparate }) => `${isSeparate ? eol : ''}${lines}${eol}`;
}

/** Everything before FROM: directives, comments and global arguments. */
function header({ file, stage }: Source): string {
  return file.text.slice(0, Math.max(file.start, lineStart(file.text, stage.from.span.start)));
}

function fromLine({ file, stage }: Source, base: string, name: string): string {
  const flags = stage.from.flags.map(({ span }) => `${file.text.slice(span.start, span.end)} `).join('');
  const keyword = file.text.slice(stage.from.keywordSpan.start, stage.from.keywordSpan.end);
  const isLower = keyword === keyword.toLowerCase();
  const shownFlags = base === 'base' ? '' : flags;
  return `${keyword} ${shownFlags}${base} ${isLower ? 'as' : 'AS'} ${name}${file.eol}`;
}

/** Comments after the last instruction stay at the end; a missing final newline stays missing. */
function finish(text: string, { file }: Source): string {
  const last = file.instructions.at(-1);
  const tail = file.comments.filter(({ span }) => last !== undefined && span.start > last.span.end);
  const withTail = text + tail.map(({ line }) => file.text.slice(line.start, line.end)).join('');
  return file.text.endsWith('\n') || tail.length > 0 ? withTail : withTail.replace(/\r?\n$/, '');
}
