import type { Instruction } from '../syntax/dockerfile';
import type { Layout } from './engine';
import type { Layout as LayoutName, PlannedStage } from './plan';
import type { Addition, Draft, RuntimeBase, Separation } from './recipe';
import type { SharedBase } from './shared-base';
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
  /** The instruction before which, or in whose place, it stands; absent at the end of a stage. */
  readonly at?: Instruction;
}

/** Extra lines at the top of the runtime (after FROM) and after the artefacts. */
export interface RuntimeExtras {
  readonly first: readonly string[];
  readonly afterArtefacts: readonly string[];
}

/** How the stages of a layout divide what is placed. */
export type Division =
  | { readonly layout: 'builder-runtime' | 'dev-prod' }
  | { readonly layout: 'base-builder-runtime'; readonly shared: SharedBase }
  | {
      readonly layout: 'deps-build-runtime';
      readonly separation: Separation;
      /** Ends the stage of the dependencies. */
      readonly scan: Addition | undefined;
    };

/** Returns the new file for the placed instructions. */
export function render(
  source: Source,
  draft: Draft,
  layout: Layout,
  runtime: RuntimeBase,
  extras: RuntimeExtras,
  division: Division,
): Rendered {
  switch (division.layout) {
    case 'dev-prod':
      return renderDevProd(source, draft, layout, runtime, extras);
    case 'base-builder-runtime':
      return renderBaseBuilderRuntime(source, draft, layout, runtime, extras, division.shared);
    case 'deps-build-runtime':
      return renderDepsBuildRuntime(source, draft, layout, runtime, extras, division);
    case 'builder-runtime':
      return renderBuilderRuntime(
        source,
        draft,
        runtime,
        builderPieces(source, draft, layout),
        runtimePieces(source, draft, layout, extras),
      );
  }
}

/** Returns the name of the stage that builds: `builder`, unless the file uses that name for its own stage. */
export function builderName(source: Source, layout: LayoutName): string {
  if (layout === 'dev-prod') return 'dependencies';
  return layout === 'deps-build-runtime'
    ? freeName(source, ['build', 'builder'])
    : freeName(source, ['builder', 'build', 'build-stage']);
}

/** Returns the name of the stage that holds the dependencies in the layout deps-build-runtime. */
export function dependenciesName(source: Source): string {
  return freeName(source, ['dependencies', 'deps']);
}

function freeName({ stage }: Source, names: readonly string[]): string {
  return names.find((name) => name !== stage.name) ?? names[0] ?? 'builder';
}

/** Returns the step before which the build begins: its preparations, or the files that it reads. */
export function buildStart(draft: Draft, layout: Layout): Instruction {
  return beforeCopies(layout, draft.prologueAt ?? layout.firstBuild);
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

function renderBaseBuilderRuntime(
  source: Source,
  draft: Draft,
  layout: Layout,
  runtime: RuntimeBase,
  extras: RuntimeExtras,
  shared: SharedBase,
): Rendered {
  const { eol } = source.file;
  const baseName = freeName(source, ['base', 'common']);
  const name = builderName(source, 'base-builder-runtime');
  const finalName = source.stage.nameWord?.text ?? 'runtime';
  const base = [...shared.values()].map(({ placed, builderText }): Piece => {
    if (placed.runtime.kind !== 'text') return verbatim(source, placed.instruction);
    // What the builder keeps of the line has the comments above it.
    const comments = builderText === undefined ? commentsAbove(source, placed.instruction) : '';
    return {
      lines: comments + placed.runtime.text.replace(/\n/g, eol),
      isSeparate: startsApart(source, placed.instruction),
    };
  });
  const builder = builderPieces(
    source,
    draft,
    layout,
    (instruction) => shared.has(instruction) && shared.get(instruction)?.builderText === undefined,
    (instruction) => shared.get(instruction)?.builderText,
  );
  // What the builder has found out cannot stand below the builder.
  const found = extras.first.findIndex((line) => line.includes(`from=${name},`));
  const atTop = found === -1 ? extras.first : extras.first.slice(0, found);
  const ofRuntime = { ...extras, first: extras.first.slice(atTop.length) };
  const final = runtimePieces(source, draft, layout, ofRuntime, (instruction) => shared.has(instruction));
  const text = [
    header(source),
    fromLine(source, runtime.text, baseName),
    ...atTop.map((line) => `${line}${eol}`),
    ...base.map(written(eol)),
    eol,
    fromStage(source, baseName, name),
    ...joined(builder).map(written(eol)),
    ...(draft.prune?.lines ?? []).map((line) => `${line}${eol}`),
    eol,
    fromStage(source, baseName, finalName),
    ...joined(final).map(written(eol)),
  ].join('');
  return {
    text: finish(text, source),
    stages: [
      { name: baseName, base: runtime.text, purpose: 'what builder and runtime share' },
      { name, base: baseName, purpose: 'builds; none of its own layers ship' },
      { name: finalName, base: baseName, purpose: 'runs' },
    ],
  };
}

function renderDepsBuildRuntime(
  source: Source,
  draft: Draft,
  layout: Layout,
  runtime: RuntimeBase,
  extras: RuntimeExtras,
  { separation, scan }: Extract<Division, { readonly layout: 'deps-build-runtime' }>,
): Rendered {
  const { eol } = source.file;
  const { directories, lastInstall } = separation;
  const dependencies = dependenciesName(source);
  const build = builderName(source, 'deps-build-runtime');
  const prune = directories.length === 0 ? undefined : draft.prune;
  const production = prune === undefined ? dependencies : 'production-dependencies';
  const finalName = source.stage.nameWord?.text ?? 'runtime';
  const pieces = builderPieces(source, draft, layout);
  const isInstall = ({ at }: Piece): boolean => at !== undefined && at.index <= lastInstall.index;
  const additions = draft.artefacts.map(({ lines, why }) => ({
    lines: lines.map((line) =>
      isCopyOf(line, directories) ? line.replace(`--from=${build} `, `--from=${production} `) : line,
    ),
    why,
  }));
  const isApart = (directory: string): boolean =>
    additions.some(({ lines }) => lines.some((line) => isCopyOf(line, [directory])));
  // A directory that is copied as a whole would bring the build's own dependencies along.
  const inside = directories.filter((directory) => !isApart(directory));
  const owner = /--chown=\S+ /.exec(draft.artefacts[0]?.lines[0] ?? '')?.[0] ?? '';
  const artefacts: readonly Addition[] = [
    ...inside.map((directory) => ({
      lines: [`COPY --from=${production} ${owner}${directory} ${directory}`],
      why: 'The dependencies as they were installed.',
    })),
    ...[...additions].sort((a, b) => Number(isOf(b, production)) - Number(isOf(a, production))),
  ];
  const removal =
    inside.length === 0
      ? []
      : [`# The runtime gets these from the stage ${production}`, `RUN rm -rf ${inside.join(' ')}`];
  const final = runtimePieces(source, { ...draft, artefacts }, layout, extras);
  const text = [
    header(source),
    fromLine(source, source.baseText, dependencies),
    ...pieces.filter(isInstall).map(written(eol)),
    ...(scan?.lines ?? []).map((line) => `${line}${eol}`),
    eol,
    fromStage(source, dependencies, build),
    ...joined(pieces.filter((piece) => !isInstall(piece))).map(written(eol)),
    ...removal.map((line) => `${line}${eol}`),
    eol,
    ...(prune === undefined
      ? []
      : [fromStage(source, dependencies, production), ...prune.lines.map((line) => `${line}${eol}`), eol]),
    fromLine(source, runtime.text, finalName),
    ...final.map(written(eol)),
  ].join('');
  return {
    text: finish(text, source),
    stages: [
      { name: dependencies, base: source.baseText, purpose: 'installs the dependencies' },
      { name: build, base: dependencies, purpose: 'builds; none of its layers ship' },
      ...(prune === undefined
        ? []
        : [{ name: production, base: dependencies, purpose: 'leaves out development dependencies, beside the build' }]),
      { name: finalName, base: runtime.text, purpose: 'runs' },
    ],
  };
}

function isCopyOf(line: string, paths: readonly string[]): boolean {
  return paths.some((path) => line.startsWith('COPY ') && line.endsWith(` ${path} ${path}`));
}

function isOf({ lines }: Addition, stage: string): boolean {
  return lines.some((line) => line.includes(`--from=${stage} `));
}

/** The first line of a stage stands right below its FROM. */
function joined([first, ...others]: readonly Piece[]): readonly Piece[] {
  return first === undefined ? [] : [{ ...first, isSeparate: false }, ...others];
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
  const asWritten = { ...source, file: source.asWritten?.file ?? file };
  const development = layout.instructions
    .filter(({ inBuilder, instruction }) => !inBuilder && instruction.index > -1)
    .map(({ instruction }) => verbatim(asWritten, source.asWritten?.instructionOf(instruction) ?? instruction));
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
  otherText: (instruction: Instruction) => string | undefined = () => undefined,
): readonly Piece[] {
  const prologueAt = buildStart(draft, layout);
  const pieces = layout.instructions.flatMap((placed): readonly Piece[] => {
    const { instruction } = placed;
    if (!placed.inBuilder || isElsewhere(instruction)) return [];
    const own = verbatim(source, instruction, otherText(instruction));
    if (instruction !== prologueAt || draft.prologue.length === 0) return [own];
    return [
      ...draft.prologue.map(({ lines }, i) => ({
        lines: lines.join(source.file.eol),
        isSeparate: i === 0 && own.isSeparate,
        at: instruction,
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

function verbatim(source: Source, instruction: Instruction, other?: string): Piece {
  const { text } = source.file;
  const own = other ?? text.slice(lineStart(text, instruction.span.start), instruction.span.end);
  return {
    lines: commentsAbove(source, instruction) + own,
    isSeparate: startsApart(source, instruction),
    at: instruction,
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

/** A stage on another stage, which has the flags. */
function fromStage({ file, stage }: Source, base: string, name: string): string {
  const keyword = file.text.slice(stage.from.keywordSpan.start, stage.from.keywordSpan.end);
  return `${keyword} ${base} ${keyword === keyword.toLowerCase() ? 'as' : 'AS'} ${name}${file.eol}`;
}

/** Comments after the last instruction stay at the end; a missing final newline stays missing. */
function finish(text: string, { file }: Source): string {
  const last = file.instructions.at(-1);
  const tail = file.comments.filter(({ span }) => last !== undefined && span.start > last.span.end);
  const withTail = text + tail.map(({ line }) => file.text.slice(line.start, line.end)).join('');
  return file.text.endsWith('\n') || tail.length > 0 ? withTail : withTail.replace(/\r?\n$/, '');
}
