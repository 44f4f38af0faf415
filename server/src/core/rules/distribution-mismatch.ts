import { glibcOf } from '../knowledge/glibc-versions';
import type { ImageFacts } from '../knowledge/image-facts';
import { compareVersions, readTag } from '../knowledge/image-reference-parts';
import { officialTag } from '../knowledge/official-image-tags';
import { defineRule, type Fix } from '../lint/rule';
import { withTag } from '../model/image-reference';
import { isStaticGoBuild, stageCopies, type StageCopy } from '../model/stage-artifacts';
import { replace } from '../text/edit';

export default defineRule({
  id: 'distribution-mismatch',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'Compiled files are copied to another release of the distribution.',
  docs: `
A program that was linked on a newer glibc does not start on an older one ("version GLIBC_2.38 not found"). The other
way round it may miss shared libraries whose names changed with the release (libssl1.1, libicu72).

It often comes from a builder whose tag floats (\`rust:1\` moved to Debian 13 in August 2025) above a runtime stage that is
pinned (\`debian:bookworm-slim\`).

Releases and their glibc: stretch 2.24, buster 2.28, bullseye 2.31, bookworm 2.36, trixie 2.41; bionic 2.27, focal 2.31,
jammy 2.35, noble 2.39.

**When to ignore:** where nothing that is copied was compiled in the builder.

**The fix** pins the builder to the release of the stage that runs the program, where that tag is listed.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM rust:1 AS build\nWORKDIR /src\nRUN cargo build --release\nFROM debian:bookworm-slim\nCOPY --from=build /src/target/release/app /app\nCMD ["/app"]\n',
      good: 'FROM rust:1-bookworm AS build\nWORKDIR /src\nRUN cargo build --release\nFROM debian:bookworm-slim\nCOPY --from=build /src/target/release/app /app\nCMD ["/app"]\n',
    },
  ],
  *check({ model }) {
    const seen = new Set<string>();
    for (const found of stageCopies(model)) {
      const { content, from, to, word } = found;
      if (content === undefined || !to.isShipped || from.facts?.libc !== 'glibc' || to.facts?.libc !== 'glibc')
        continue;
      const built = from.facts.distribution;
      const run = to.facts.distribution;
      if (built.release === undefined || run.release === undefined || built.release === run.release) continue;
      const order = glibcOrder(from.facts, to.facts);
      if (order === undefined) continue;
      if (content.kind === 'go-program') {
        // Go asks for few symbols: glibc 2.34 moved the threads into the C library, which older ones lack.
        if (isStaticGoBuild(model, content.build, content.instruction)) continue;
        if (compareVersions(glibcOf(built) ?? '0', '2.34') < 0 || compareVersions(glibcOf(run) ?? '9', '2.34') >= 0)
          continue;
      } else if (order <= 0 && from.image?.repository !== to.image?.repository) continue;
      const key = `${from.index}>${to.index}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const floats = built.isFloating ? `, where ${from.image?.text ?? 'the builder'} stands today,` : '';
      yield {
        span: word.span,
        message:
          order > 0
            ? `Built on ${built.release}${floats} (glibc ${glibcOf(built) ?? ''}) and run on ${run.release}, whose glibc ${glibcOf(run) ?? ''} is older.`
            : `Built on ${built.release}${floats} and run on ${run.release}, which has other versions of shared libraries.`,
        related:
          from.baseWord === undefined ? [] : [{ span: from.baseWord.span, message: `Built on ${built.release}.` }],
        fixes: fixesOf(found, run.release),
      };
    }
  },
});

/** Positive where the builder's glibc is newer; `undefined` where a version is not known. */
function glibcOrder(from: ImageFacts, to: ImageFacts): number | undefined {
  const built = glibcOf(from.distribution);
  const run = glibcOf(to.distribution);
  return built === undefined || run === undefined ? undefined : compareVersions(built, run);
}

function fixesOf({ from }: StageCopy, release: string): readonly Fix[] {
  const { image, baseWord, parent } = from;
  if (image === undefined || baseWord === undefined || parent !== undefined || baseWord.text !== image.text) return [];
  if (image.digest !== undefined) return [];
  const { tag, suite } = readTag(image.tag);
  const pinned = suite !== undefined ? tag.replace(suite, release) : tag === 'latest' ? release : `${tag}-${release}`;
  const listed = officialTag(image.repository, pinned);
  if (listed === undefined || listed.lastListed !== undefined) return [];
  const reference = withTag(image, pinned);
  return [
    {
      title: `Build on ${reference}`,
      applicability: 'review',
      because: 'The builder gets the packages of the older or newer release.',
      edits: [replace(baseWord.span, reference)],
    },
  ];
}
