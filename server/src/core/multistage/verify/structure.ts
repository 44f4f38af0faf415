import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage';
import type { Comment, Instruction } from '../../syntax/dockerfile';
import type { Span } from '../../text/span';
import type { Conversion, Violation } from './violation';

/** V1: the converted text has no syntax problem that the original has not. */
export function* checkSyntax({ before, after }: Pick<Conversion, 'before' | 'after'>): Generator<Violation> {
  const known = countsOf(before.file.problems.map(({ code, span }) => `${code} ${textAt(before, span)}`));
  for (const { code, span, message } of after.file.problems) {
    if (take(known, `${code} ${textAt(after, span)}`)) continue;
    yield { check: 'V1', message: `The result does not parse: ${message}`, span };
  }
}

/** V2: every stage has its own name, every `--from` names one that exists by then, and no new stage is for nothing. */
export function* checkStages({ before, after, allowed }: Conversion): Generator<Violation> {
  const targets = new Set((allowed.targets ?? []).map((name) => name.toLowerCase()));
  const oldNames = new Set(before.stages.map(({ name }) => name));
  const seen = new Set<string>();
  for (const stage of after.stages) {
    const span = (stage.nameWord ?? stage.baseWord)?.span ?? stage.from.span;
    if (stage.name !== undefined) {
      if (seen.has(stage.name)) yield { check: 'V2', message: `Two stages are called ${stage.name}.`, span };
      seen.add(stage.name);
    }
    if (stage.isReachable || (stage.name !== undefined && (oldNames.has(stage.name) || targets.has(stage.name))))
      continue;
    yield { check: 'V2', message: `Nothing needs the stage ${stage.name ?? stage.index}.`, span };
  }
  for (const name of targets) if (!seen.has(name)) yield { check: 'V2', message: `The target ${name} does not exist.` };
  for (const { name } of before.stages)
    if (name !== undefined && !seen.has(name)) yield { check: 'V2', message: `The stage ${name} is gone.` };
  yield* unresolvedSources(before, after);
}

function* unresolvedSources(before: DockerfileModel, after: DockerfileModel): Generator<Violation> {
  const external = new Set(before.stages.flatMap((stage) => sourcesOf(before, stage).map(({ name }) => name)));
  for (const stage of after.stages) {
    const { baseWord } = stage;
    if (baseWord !== undefined && stage.parent === undefined) {
      const later = after.stages.some(({ name }) => name !== undefined && name === baseWord.value.toLowerCase());
      if (later) {
        const message = `FROM ${baseWord.value} stands before the stage of that name.`;
        yield { check: 'V2', message, span: baseWord.span };
      }
    }
    for (const { name, span } of sourcesOf(after, stage)) {
      if (after.stageNamed(name, stage.index) !== undefined || external.has(name)) continue;
      // A word without tag, digest or path is meant as a stage.
      if (/[/:@]/.test(name) && !after.stages.some((other) => other.name === name.toLowerCase())) continue;
      yield { check: 'V2', message: `--from=${name} names no earlier stage.`, span };
    }
  }
}

function sourcesOf(model: DockerfileModel, stage: Stage): readonly { readonly name: string; readonly span: Span }[] {
  return stage.instructions.flatMap((instruction) =>
    instruction.flags.flatMap(({ name, value = '', span }) => {
      const [, mounted] = /(?:^|,)from=([^,]+)/.exec(name === 'mount' ? value : '') ?? [];
      const from = name === 'from' ? value : mounted;
      return from === undefined ? [] : [{ name: model.expandAt(from, instruction) ?? from, span }];
    }),
  );
}

/** V18: every comment is still there, and comments that speak to a linter stand above the same kind of instruction. */
export function* checkComments({ before, after }: Conversion): Generator<Violation> {
  const left = countsOf(after.file.comments.map(({ text }) => text));
  const pragmas = countsOf(pragmaTargets(after));
  for (const { text } of before.file.comments)
    if (!take(left, text)) yield { check: 'V18', message: `The comment "# ${text}" is lost.` };
  for (const pragma of pragmaTargets(before))
    if (!take(pragmas, pragma)) yield { check: 'V18', message: `The comment "# ${pragma}" no longer stands above it.` };
  for (const { name, value } of before.file.directives) {
    const isKept = after.file.directives.some((other) => other.name === name && other.value === value);
    if (!isKept) yield { check: 'V18', message: `The parser directive "# ${name}=${value}" is lost.` };
  }
}

function pragmaTargets(model: DockerfileModel): readonly string[] {
  return model.file.instructions.flatMap((instruction: Instruction) =>
    instruction.leadingComments.filter(isPragma).map(({ text }) => `${text} (${instruction.keyword})`),
  );
}

function isPragma({ text }: Comment): boolean {
  return /^(?:hadolint|plimsoll|tally)\s+ignore=|^check=skip=|^nosemgrep|^checkov:skip|^trivy:ignore|^kics-scan\s/.test(
    text,
  );
}

function textAt(model: DockerfileModel, { start, end }: Span): string {
  return model.file.text.slice(start, end);
}

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, text: string): boolean {
  const count = counts.get(text) ?? 0;
  counts.set(text, count - 1);
  return count > 0;
}
