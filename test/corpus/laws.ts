import { generateTexts, anyText, dockerfileText } from '../support/generate';
import { seedFiles, wildFiles } from '../support/corpus';
import {
  emptyTally,
  exampleSubjects,
  reportOf,
  variantViolationsOf,
  violationsOf,
  type Violation,
} from '../support/laws';

// The laws of every edit over all of the corpus: `npm run laws`. The test suite takes a sample of the same.

const tally = emptyTally();
const violations: Violation[] = [];
const started = performance.now();

const fixtures = [...exampleSubjects(), ...(seedFiles() ?? [])];
for (const subject of fixtures)
  violations.push(...violationsOf(subject, tally), ...variantViolationsOf(subject, tally));

const generated = [
  ...generateTexts(dockerfileText, Number(process.env['GENERATED'] ?? 3000), 20_240),
  ...generateTexts(anyText, Number(process.env['GENERATED'] ?? 3000), 20_241),
];
for (const [index, text] of generated.entries())
  violations.push(
    ...violationsOf({ name: `generated ${index}: ${JSON.stringify(text)}`, text, isGenerated: true }, tally),
  );

const step = Number(process.env['STEP'] ?? 1);
const wild = wildFiles(step);
if (wild === undefined)
  console.log('There is no corpus here (PLIMSOLL_SHARED names it, else ../shared): real files are left out.');
for (const subject of wild ?? []) violations.push(...violationsOf(subject, tally));
for (const subject of wildFiles(40 * step) ?? []) violations.push(...variantViolationsOf(subject, tally));

console.log(`fixtures ${fixtures.length}, generated ${generated.length}, real ${wild?.length ?? 0}`);
console.log(
  Object.entries(tally)
    .map(([what, count]) => `${what} ${count}`)
    .join(', '),
);
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
if (violations.length > 0) console.log(reportOf(violations));
console.log(`${violations.length} violations`);
if (violations.length > 0) process.exitCode = 1;
