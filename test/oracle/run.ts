import { seedFiles, wildFiles } from '../support/corpus';
import { exampleSubjects } from '../support/laws';
import { diffOf, judgementsOf, type Judgement } from './judgements';
import { ask, findOracle, type Answer, type Question } from './oracle';

// BuildKit's own answer against ours: `npm run oracle`. STEP=10 takes each tenth real file, SHOW=9 shows nine failures of each kind.

/** The failures shown for each claim and author. */
const SHOWN = Number(process.env['SHOW'] ?? 2);

async function main(): Promise<void> {
  const oracle = findOracle();
  if ('reason' in oracle) {
    console.log(oracle.reason);
    return;
  }
  const started = performance.now();
  const subjects = [
    ...exampleSubjects(),
    ...(seedFiles() ?? []),
    ...(wildFiles(Number(process.env['STEP'] ?? 1)) ?? []),
  ];
  const judgements = subjects.flatMap((subject) => [...judgementsOf(subject)]);
  const asked = new Map<string, number>();
  const questions: Question[] = [];
  const place = (question: Question): number => {
    const key = JSON.stringify(question);
    const known = asked.get(key);
    if (known !== undefined) return known;
    asked.set(key, questions.length);
    return questions.push(question) - 1;
  };
  const places = judgements.map(({ before, after }) => [before.map(place), after.map(place)] as const);
  const answers = await ask(oracle.program, questions);
  const answersAt = (indices: readonly number[]): readonly Answer[] => indices.flatMap((index) => answers[index] ?? []);

  const table = new Map<string, { texts: number; accepted: number; failures: number }>();
  const failures = new Map<string, { readonly judgement: Judgement; readonly reason: string }[]>();
  for (const [index, judgement] of judgements.entries()) {
    const [before = [], after = []] = places[index] ?? [];
    const row = table.get(judgement.claim) ?? { texts: 0, accepted: 0, failures: 0 };
    table.set(judgement.claim, row);
    row.texts++;
    if (answersAt(before)[0]?.ok === true) row.accepted++;
    const reason = judgement.judge(answersAt(before), answersAt(after));
    if (reason === undefined) continue;
    row.failures++;
    const key = `${judgement.claim}: ${judgement.author}`;
    failures.set(key, [...(failures.get(key) ?? []), { judgement, reason }]);
  }

  for (const [key, list] of [...failures].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(`\n${key} (${list.length})`);
    for (const { judgement, reason } of list.slice(0, SHOWN)) {
      console.log(`  ${judgement.subject.name}: ${reason}`);
      if (judgement.text !== judgement.subject.text) console.log(diffOf(judgement).replace(/^/gm, '    '));
    }
  }
  console.log(`\n${'claim'.padEnd(84)} ${'texts'.padStart(7)} ${'accepted'.padStart(9)} ${'failures'.padStart(9)}`);
  for (const [claim, { texts, accepted, failures: count }] of table) {
    console.log(
      `${claim.padEnd(84)} ${String(texts).padStart(7)} ${String(accepted).padStart(9)} ${String(count).padStart(9)}`,
    );
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${subjects.length} texts, ${questions.length} questions, ${seconds} s`);
  if (failures.size > 0) process.exitCode = 1;
}

void main();
