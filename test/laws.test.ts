import { describe, expect, it } from 'vitest';
import { seedFiles, wildFiles, type CorpusFile } from './support/corpus';
import { anyText, dockerfileText, generateTexts } from './support/generate';
import { emptyTally, exampleSubjects, reportOf, variantViolationsOf, violationsOf, type Subject } from './support/laws';

// The laws of every edit over a sample; `npm run laws` takes all of the corpus.

/** Of the real files the suite takes each twentieth, and of those each tenth in all its variants. */
const STEP = 20;
const SEED = 7;

// Other programs on the machine may make this slow.
describe('the laws of every edit', { timeout: 300_000 }, () => {
  it('hold for all examples, and written in other ways', () => hold(exampleSubjects(), exampleSubjects()));

  it('hold for texts like Dockerfiles', () => hold(generated('like a Dockerfile', dockerfileText, 600)));

  it('hold for any text', () => hold(generated('any text', anyText, 600)));

  it('hold for the seeds, and written in other ways', (context) => {
    const seeds = present(seedFiles(), context);
    hold(seeds, seeds);
  });

  it('hold for real Dockerfiles, and written in other ways', (context) => {
    const files = present(wildFiles(STEP), context);
    hold(
      files,
      files.filter((_, index) => index % 10 === 0),
    );
  });
});

function hold(subjects: readonly Subject[], inVariants: readonly Subject[] = []): void {
  const tally = emptyTally();
  const violations = [
    ...subjects.flatMap((subject) => violationsOf(subject, tally)),
    ...inVariants.flatMap((subject) => variantViolationsOf(subject, tally)),
  ];
  expect(reportOf(violations)).toBe('');
  expect(tally.texts).toBeGreaterThanOrEqual(subjects.length);
  expect(tally.halfTyped).toBeGreaterThan(0);
}

function generated(name: string, arbitrary: Parameters<typeof generateTexts>[0], count: number): readonly Subject[] {
  return generateTexts(arbitrary, count, SEED).map((text) => ({
    name: `${name}: ${JSON.stringify(text)}`,
    text,
    isGenerated: true,
  }));
}

function present(
  files: readonly CorpusFile[] | undefined,
  context: { skip(reason: string): never },
): readonly CorpusFile[] {
  if (files !== undefined) return files;
  const reason = 'Shared data is not here (PLIMSOLL_SHARED names it, else ../shared), so it is left out.';
  console.log(reason);
  return context.skip(reason);
}
