import { ask, findOracle } from '../oracle/oracle';
import type { Analysis } from '../../server/src/core/index';
import { wildFiles } from '../support/corpus';
import { analyzeFor, instructionLine, noShares, printShares, rulesCalled, share, type Shares } from './findings';
import { idsIn, rulesOfTool } from './names';

// CopyIgnoredFile needs the build context and InvalidBaseImagePlatform a registry: the oracle is silent on both.
const OUT: ReadonlySet<string> = new Set(['CopyIgnoredFile', 'InvalidBaseImagePlatform', 'parse-error']);

/** The oracle is asked for BuildKit's experimental check too. */
const EXPERIMENTS = { 'description-without-name': { always: true } };

/** The oracle asks for experiments by a line above the text: not where one is there, nor before a byte order mark. */
function isAskedForExperiments(text: string): boolean {
  return !text.startsWith('\uFEFF') && !/^#\s*check\s*=/im.test(text);
}

/** Compares our findings under BuildKit's names with what BuildKit itself says of every real file. */
export async function compareWithBuildKit(
  step: number,
  shown: number,
  only: string | undefined,
  declared: ReadonlyMap<string, string>,
): Promise<void> {
  const oracle = findOracle();
  if ('reason' in oracle) {
    console.log(oracle.reason);
    return;
  }
  const files = wildFiles(step);
  if (files === undefined) {
    console.log('There are no real files here (PLIMSOLL_SHARED names the shared folder): nothing is compared.');
    return;
  }
  const answers = await ask(
    oracle.program,
    files.map(({ text }) => ({ dockerfile: text, experimental: isAskedForExperiments(text) })),
  );
  const rules = rulesOfTool('buildkit');
  const table = new Map<string, Shares>();
  let refused = 0;
  let standIns = 0;
  for (const [index, { name, text }] of files.entries()) {
    const answer = answers[index];
    // Where BuildKit refuses the text, its warnings end at the refusal.
    if (answer === undefined || (!answer.ok && (answer.warnings ?? []).length === 0)) {
      refused++;
      continue;
    }
    const analysis = analyzeFor(text, rules, isAskedForExperiments(text) ? EXPERIMENTS : {});
    const warnings = (answer.warnings ?? []).filter(({ rule }) => !OUT.has(rule));
    const ours = analysis.findings.flatMap((finding) =>
      idsIn('buildkit', finding).map((id) => ({ id, line: analysis.file.lines.lineAt(finding.span.start) + 1 })),
    );
    const instructionOf = (line: number): number => instructionLine(analysis, line);
    const isOurs = ({ rule, line = 0 }: { readonly rule: string; readonly line?: number }): boolean =>
      ours.some((finding) => finding.id === rule && instructionOf(finding.line) === instructionOf(line));
    const unset = new Set(warnings.flatMap(({ rule, line = 0 }) => (rule === 'UndefinedVar' ? [line] : [])));
    const theirs = warnings.filter((warning) => isOurs(warning) || !restsOnStandIn(analysis, warning, unset));
    standIns += warnings.length - theirs.length;
    const ids = new Set([...theirs.map(({ rule }) => rule), ...ours.map(({ id }) => id)]);
    for (const id of ids) {
      if (OUT.has(id) || (only !== undefined && only !== id)) continue;
      const lines = theirs.filter(({ rule }) => rule === id).map(({ line = 0 }) => instructionOf(line));
      const mine = ours.filter((finding) => finding.id === id).map(({ line }) => instructionOf(line));
      const row = table.get(id) ?? noShares();
      table.set(id, row);
      // BuildKit stops where it refuses the text: what it would have said of the rest nobody knows.
      const judged = answer.ok ? mine : mine.filter((line) => lines.includes(line));
      share(row, `${index * step} ${name}`, lines, judged);
    }
  }
  printShares(table, (rule) => rulesCalled(`buildkit/${rule}`), shown, declared);
  console.log(`${files.length} files; BuildKit refuses ${refused} of them before it warns of anything.`);
  console.log(
    `${standIns} of its warnings rest on the oracle's stand-ins for base images, which set PATH alone and run on Linux, and are not counted.`,
  );
}

/**
 * The oracle pulls no images. A variable that neither the file nor PATH sets may be the base image's, and a drive letter
 * makes a path absolute in Windows images: BuildKit itself would see the image and be silent.
 */
function restsOnStandIn(
  { model, file }: Analysis,
  { rule, detail, line = 0 }: { readonly rule: string; readonly detail: string; readonly line?: number },
  unset: ReadonlySet<number>,
): boolean {
  if (rule !== 'UndefinedVar' && rule !== 'WorkdirRelativePath') return false;
  const instruction = file.instructions.find(({ span }) => file.lines.lineAt(span.start) + 1 === line);
  const stage = model.stages.find(
    ({ instructions }) => instruction !== undefined && instructions.includes(instruction),
  );
  if (instruction === undefined || stage === undefined) return false;
  const { facts } = stage;
  const isSet = (name: string): boolean =>
    !model.globalArgs.has(name) && (facts?.config.workdir === undefined || name in (facts.config.env ?? {}));
  if (rule === 'UndefinedVar') {
    const [, name] = /'\$?(\w+)'/.exec(detail) ?? [];
    return name !== undefined && isSet(name);
  }
  const [word] = instruction.words;
  if (word === undefined) return false;
  if (/^["']?[A-Za-z]:/.test(word.value)) return facts === undefined || facts.distribution.family === 'windows';
  return word.value.includes('$') && unset.has(line);
}
