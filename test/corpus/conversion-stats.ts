import { parseArgs } from 'node:util';
import {
  alternativesOf,
  analyze,
  planMultiStage,
  type Analysis,
  type MultiStageOptions,
  type MultiStagePlan,
  type Refusal,
} from '../../server/src/core/index';
import { convertedJudgement, type Judgement } from '../oracle/judgements';
import { ask, findOracle } from '../oracle/oracle';
import { wildFiles, type CorpusFile } from '../support/corpus';

/*
 * Converts the single-stage applications of the corpus without a build context, and counts: `npm run conversion-stats`.
 * `-- --show R15 --count 10` prints files with their refusals, `-- --show node-npm` conversions, `--language java` takes
 * one language only, `--layout` and `--runtime` as the command line has them.
 */

const { values } = parseArgs({
  options: {
    show: { type: 'string' },
    count: { type: 'string', default: '10' },
    language: { type: 'string' },
    layout: { type: 'string' },
    runtime: { type: 'string' },
    offset: { type: 'string', default: '0' },
  },
});

interface Outcome {
  readonly file: CorpusFile;
  readonly language: string;
  readonly analysis: Analysis;
  readonly result: MultiStagePlan | Refusal;
  readonly milliseconds: number;
  /** It is refused as it is, and converted where its author makes a choice. */
  readonly hasChoice: boolean;
}

/** The refusals of files that hold nothing to leave behind: they are no part of what could be converted. */
const NOTHING_TO_LEAVE = 'R1';

async function main(): Promise<void> {
  const files = wildFiles()?.filter(
    ({ singleStageLanguage: language }) =>
      language !== undefined && (values.language === undefined || values.language === language),
  );
  if (files === undefined) {
    console.log('There is no corpus here (PLIMSOLL_SHARED names it, else ../shared): nothing is counted.');
    return;
  }
  const options = optionsGiven();
  // The first conversions are slow for everybody: V8 runs code slowly until it has run often.
  for (const { text } of files.slice(0, 100)) planMultiStage(analyze(text), options);
  const outcomes = files.map((file) => outcomeOf(file, options));
  if (values.show !== undefined) {
    show(outcomes);
    return;
  }
  printTable(outcomes);
  const failures = [...againConverted(outcomes, options), ...(await refusedByBuildKit(outcomes, options))];
  for (const failure of failures.slice(0, Number(values.count))) console.log(failure);
  console.log(`${failures.length} conversions failed a check.`);
  if (failures.length > 0) process.exitCode = 1;
}

function optionsGiven(): MultiStageOptions {
  return {
    ...(values.layout === undefined ? {} : { layout: values.layout as NonNullable<MultiStageOptions['layout']> }),
    ...(values.runtime === undefined ? {} : { runtime: values.runtime as NonNullable<MultiStageOptions['runtime']> }),
  };
}

function outcomeOf(file: CorpusFile, options: MultiStageOptions): Outcome {
  const analysis = analyze(file.text);
  const start = performance.now();
  const result = planMultiStage(analysis, options);
  const milliseconds = performance.now() - start;
  const hasChoice = result.kind === 'refusal' && alternativesOf(analysis, options, result).length > 0;
  return { file, language: file.singleStageLanguage ?? 'unknown', analysis, result, milliseconds, hasChoice };
}

function printTable(outcomes: readonly Outcome[]): void {
  const languages = [...new Set(outcomes.map(({ language }) => language))].sort();
  const ids = [...new Set(outcomes.flatMap(({ result }) => (result.kind === 'refusal' ? [result.id] : [])))].sort(
    (a, b) => Number(a.slice(1)) - Number(b.slice(1)),
  );
  const row = (name: string, chosen: readonly Outcome[]): Record<string, string | number> => {
    const converted = chosen.filter(({ result }) => result.kind === 'plan').length;
    const empty = chosen.filter(({ result }) => result.kind === 'refusal' && result.id === NOTHING_TO_LEAVE).length;
    const byChoice = chosen.filter(({ hasChoice }) => hasChoice).length;
    const share = (count: number): string => `${((100 * count) / Math.max(1, chosen.length - empty)).toFixed(1)} %`;
    const counts = ids.map((id): [string, number] => [
      id,
      chosen.filter(({ result }) => result.kind === 'refusal' && result.id === id).length,
    ]);
    return {
      language: name,
      files: chosen.length,
      converted,
      'of those with something to leave': share(converted),
      'by a choice': byChoice,
      'with these': share(converted + byChoice),
      ...Object.fromEntries(counts),
    };
  };
  console.table([
    ...languages.map((language) =>
      row(
        language,
        outcomes.filter((outcome) => outcome.language === language),
      ),
    ),
    row('all', outcomes),
  ]);
  const recipes = new Map<string, number>();
  for (const { result } of outcomes) {
    if (result.kind === 'plan') recipes.set(result.recipe, (recipes.get(result.recipe) ?? 0) + 1);
  }
  console.log([...recipes].map(([recipe, count]) => `${recipe} ${count}`).join(', '));
  const times = outcomes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  console.log(`Milliseconds for a conversion: median ${at(0.5)}, p99 ${at(0.99)}.`);
}

/** What is converted is multi-stage: a second conversion must say so and change nothing. */
function againConverted(outcomes: readonly Outcome[], options: MultiStageOptions): readonly string[] {
  return outcomes.flatMap(({ file, result }) => {
    if (result.kind === 'refusal') return [];
    const again = planMultiStage(analyze(result.text), options);
    return again.kind === 'refusal' && again.id === 'R14' ? [] : [`${file.name}: converts twice`];
  });
}

async function refusedByBuildKit(outcomes: readonly Outcome[], options: MultiStageOptions): Promise<readonly string[]> {
  const oracle = findOracle();
  if ('reason' in oracle) {
    console.log(oracle.reason);
    return [];
  }
  const judgements = outcomes.flatMap(({ file, analysis, result }): Judgement[] =>
    result.kind === 'plan' ? [convertedJudgement(file, analysis, result, options)] : [],
  );
  const answers = await ask(
    oracle.program,
    judgements.flatMap(({ before, after }) => [...before, ...after]),
  );
  let next = 0;
  return judgements.flatMap(({ before, after, subject, judge }) => {
    const split = next + before.length;
    const end = split + after.length;
    const reason = judge(answers.slice(next, split), answers.slice(split, end));
    next = end;
    return reason === undefined ? [] : [`${subject.name}: ${reason}`];
  });
}

/** Prints files with what became of them, spread over the corpus. */
function show(outcomes: readonly Outcome[]): void {
  const chosen = outcomes.filter(({ result }) =>
    result.kind === 'plan' ? result.recipe === values.show : result.id === values.show,
  );
  const step = Math.max(1, Math.floor(chosen.length / Number(values.count)));
  const shown = chosen
    .filter((_, index) => (index + Number(values.offset)) % step === 0)
    .slice(0, Number(values.count));
  for (const { file, language, result } of shown) {
    console.log(`\n======== ${file.name} (${language})\n${file.text.trimEnd()}\n--------`);
    console.log(result.kind === 'plan' ? result.text.trimEnd() : `${result.id}: ${result.message}`);
    if (result.kind === 'plan')
      for (const { message } of result.assumptions) console.log(`  takes for granted: ${message}`);
  }
  console.log(`\n${chosen.length} in all`);
}

void main();
