import { variableUses } from '../model/variables';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import { joinParts, type ComposedPart, type Layout, type PlacedInstruction, type PlacedStatement } from './engine';
import { isApt, type InstallSplit } from './os-packages';
import type { Refusal } from './plan';
import type { Draft } from './recipe';
import { refuse } from './refusal';
import type { Source } from './source';

/*
 * Which instructions stand in the base that builder and runtime share (layout base-builder-runtime). A stage is its
 * parent's steps and then its own, so that only what comes before everything else may move there: the settings, accounts
 * and packages at the top of the file.
 */

/** One instruction of the base. */
export interface SharedInstruction {
  readonly placed: PlacedInstruction;
  /** What the builder adds to it: the packages that only the build needs. */
  readonly builderText: string | undefined;
}

export type SharedBase = ReadonlyMap<Instruction, SharedInstruction>;

const SETTINGS: ReadonlySet<string> = new Set(['ENV', 'ARG', 'WORKDIR', 'SHELL', 'USER']);
/** Says something of the image and does nothing at its build, wherever it stands. */
const DESCRIPTIONS: ReadonlySet<string> = new Set([
  'LABEL',
  'EXPOSE',
  'CMD',
  'ENTRYPOINT',
  'HEALTHCHECK',
  'STOPSIGNAL',
  'MAINTAINER',
]);

/** Returns what the base holds, or a refusal where the stages share nothing; `until` is the first step of the build. */
export function sharedBase(source: Source, draft: Draft, layout: Layout, until: Instruction): SharedBase | Refusal {
  const shared = new Map<Instruction, SharedInstruction>();
  // Files that are copied for a later step of the base belong there too; else they would be copied twice or not at all.
  let pending: SharedInstruction[] = [];
  const passed = new Set<string>();
  // The builder has fetched the package index by now.
  let hasIndex = false;
  for (const placed of layout.instructions) {
    const { instruction } = placed;
    if (instruction.index >= until.index) break;
    if (DESCRIPTIONS.has(instruction.keyword)) {
      for (const { name } of variableUses(instruction.logical.text)) passed.add(name);
      continue;
    }
    if (isPassed(placed)) {
      if (placed.statements.some(({ operations }) => operations.some(isUpdate))) hasIndex = true;
      if (removesIndex(placed.statements)) hasIndex = false;
      continue;
    }
    const one = sharedInstruction(source, draft, placed, hasIndex);
    if (one === undefined || instruction.pairs.some(({ key }) => passed.has(key))) break;
    pending.push(one);
    const isCopied = pending.some(({ placed: { copy } }) => copy !== undefined);
    if (isCopied && instruction.keyword !== 'RUN') continue;
    for (const found of pending) shared.set(found.placed.instruction, found);
    pending = [];
  }
  const first = [...shared.values()].find(({ placed }) => takesIndex(placed));
  const kept =
    first === undefined || !missesIndex(layout, shared)
      ? shared
      : new Map([...shared].filter(([{ index }]) => index < first.placed.instruction.index));
  if (kept.size > 0) return kept;
  return refuse(
    'R17',
    'The layout base-builder-runtime does not fit: nothing stands before the first step of the build that both stages could share. The nearest layout is builder-runtime.',
    source.stage.from.keywordSpan,
  );
}

/** The base installs packages in a RUN of ours, which removes the package index at its end. */
function takesIndex({ instruction, runtime, splits }: PlacedInstruction): boolean {
  return (
    instruction.keyword === 'RUN' && runtime.kind === 'text' && splits.some(({ operation }) => isApt(operation.manager))
  );
}

/** A step of the builder installs from the package index that a step of the base has fetched. */
function missesIndex({ instructions }: Layout, shared: SharedBase): boolean {
  let hasIndex = false;
  for (const { instruction, inBuilder, statements } of instructions) {
    const own = shared.get(instruction);
    if (!inBuilder) continue;
    // The builder's part of a shared step fetches the index itself.
    if (own !== undefined) {
      hasIndex ||= own.builderText !== undefined && takesIndex(own.placed) && !removesIndex(statements);
      continue;
    }
    for (const { operations } of statements)
      for (const { manager, action } of operations) {
        if (!isApt(manager)) continue;
        if (action === 'update') hasIndex = true;
        else if (action === 'install' && !hasIndex) return true;
      }
    if (removesIndex(statements)) hasIndex = false;
  }
  return false;
}

function removesIndex(statements: readonly PlacedStatement[]): boolean {
  return statements.some(({ statement }) =>
    statement.commands.some(
      ({ name, args }) => name === 'rm' && args.some(({ text }) => text.startsWith('/var/lib/apt')),
    ),
  );
}

/** Packages of the build alone: what comes after them does not depend on them, so that it may move before them. */
function isPassed({ instruction, inBuilder, runtime, statements }: PlacedInstruction): boolean {
  return (
    instruction.keyword === 'RUN' &&
    inBuilder &&
    runtime.kind === 'none' &&
    statements.every(({ role, operations }) => role === 'os' || (role === 'clean' && !operations.some(isRemoval)))
  );
}

function sharedInstruction(
  source: Source,
  draft: Draft,
  placed: PlacedInstruction,
  hasIndex: boolean,
): SharedInstruction | undefined {
  const { instruction, runtime, inBuilder, statements, copy } = placed;
  const isWhole = runtime.kind === 'verbatim';
  if (SETTINGS.has(instruction.keyword) || copy !== undefined)
    return isWhole && inBuilder ? { placed, builderText: undefined } : undefined;
  if (instruction.keyword !== 'RUN' || runtime.kind === 'none') return undefined;
  if (statements.some(({ role, operations }) => role === 'build' || operations.some(isRemoval))) return undefined;
  if (isWhole) return { placed, builderText: undefined };
  const isRewritten = draft.rewrites?.some(
    ({ span }) => span.start >= instruction.span.start && span.end <= instruction.span.end,
  );
  if (isRewritten === true || !inBuilder) return undefined;
  const rest = builderRest(source, placed, hasIndex);
  return rest === UNCLEAR ? undefined : { placed, builderText: rest };
}

function isUpdate({ action }: PlacedStatement['operations'][number]): boolean {
  return action === 'update';
}

function isRemoval({ action }: PlacedStatement['operations'][number]): boolean {
  return action === 'remove';
}

/** What is cut out of the lines would leave them hanging, or take comments along. */
const UNCLEAR = Symbol('unclear');

/** Returns the RUN with the packages that the base has not, `undefined` where there are none. */
function builderRest(
  { file, runs }: Source,
  { instruction, statements, splits }: PlacedInstruction,
  hadIndex: boolean,
): string | undefined | typeof UNCLEAR {
  const { text } = file;
  const installs = splits.filter(({ operation, kept }) => operation.operands.some((word) => !kept.includes(word.text)));
  if (installs.length === 0) return undefined;
  const isPlain = statements.every(({ role }) => role === 'os' || role === 'clean' || role === 'context');
  // The author's own lines without the packages of the base.
  const usesApt = installs.some(({ operation }) => isApt(operation.manager));
  const hasIndex = hadIndex || statements.some(({ operations }) => operations.some(isUpdate));
  if (isPlain && installs.length === splits.length && (hasIndex || !usesApt))
    return withoutWords(text, instruction.span, splits.flatMap(inBase)) ?? UNCLEAR;
  // What is cut out of a RUN takes its comments along.
  const hasComments = file.comments.some(
    ({ span }) => span.start > instruction.span.start && span.end < instruction.span.end,
  );
  const isExec = runs.find((run) => run.instruction === instruction)?.script.source === 'exec';
  if (hasComments || isExec) return UNCLEAR;
  const parts: ComposedPart[] = [];
  const lastInstall = statements.findLastIndex(({ operations }) =>
    installs.some(({ operation }) => operations.includes(operation)),
  );
  if (usesApt && !hasIndex) parts.push({ text: 'apt-get update', at: -1 });
  for (const [i, { role, statement, operations }] of statements.entries()) {
    const split = installs.find(({ operation }) => operations.includes(operation));
    const isAlternative = statement.before?.operator === '||';
    const isSetUp = (role === 'context' || operations[0]?.action === 'update') && i < lastInstall;
    const isWanted = isAlternative ? parts.at(-1)?.at === i - 1 : isSetUp || split !== undefined;
    if (!isWanted) continue;
    const part = withoutWords(text, statement.span, split === undefined ? [] : inBase(split));
    if (part === undefined) return UNCLEAR;
    parts.push({ text: part, at: i });
  }
  const flags = instruction.flags.map(({ span }) => `${text.slice(span.start, span.end)} `).join('');
  return `RUN ${flags}${joinParts(parts, statements).replace(/\r?\n/g, file.eol)}`;
}

function inBase({ operation, kept }: InstallSplit): readonly Span[] {
  return operation.operands.filter((word) => kept.includes(word.text)).map(({ span }) => span);
}

/** Returns the text of `span` without `words`, `undefined` where a line would be left hanging. */
function withoutWords(text: string, { start, end }: Span, words: readonly Span[]): string | undefined {
  let rest = text.slice(start, end);
  // From the last to the first, so that the places of those before stay.
  for (const word of [...words].sort((a, b) => b.start - a.start)) {
    const before = rest.slice(0, word.start - start);
    const after = rest.slice(word.end - start);
    const isFirst = /\n[ \t]*$/.test(before);
    const lineEnd = /^[ \t]*\\[ \t]*\r?\n/.exec(after);
    if (!isFirst) rest = before.replace(/[ \t]+$/, '') + after;
    else if (lineEnd !== null) rest = before.replace(/[ \t]*$/, '') + after.slice(lineEnd[0].length);
    else if (after.trim() !== '' && !/^[ \t]*\r?\n/.test(after)) rest = before + after.replace(/^[ \t]+/, '');
    else {
      const own = before.replace(/[ \t]*\\[ \t]*\r?\n[ \t]*$/, '');
      if (own === before) return undefined;
      rest = own + after;
    }
  }
  return rest;
}
