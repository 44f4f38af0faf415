import { defineRule } from '../lint/rule';
import { isKeyword } from '../model/keywords';
import { replace } from '../text/edit';

// Neither looks into ONBUILD.
const OF_INSTRUCTIONS = ['buildkit/ConsistentInstructionCasing', 'tally/buildkit/ConsistentInstructionCasing'];
const OF_TRIGGERS_TOO = ['dockerfile-utils/CASING_INSTRUCTION', 'sonar/S6476'];
const OF_HEALTH_CHECKS = ['sonar/S6476'];

export default defineRule({
  id: 'instruction-casing',
  aliases: [...OF_INSTRUCTIONS, ...OF_TRIGGERS_TOO],
  category: 'style',
  severity: 'warning',
  preset: 'recommended',
  summary: 'Keywords are written in different cases.',
  docs: `
Keywords may be written in upper or lower case; a file that mixes the two is harder to scan, and its instructions are hard
to tell from arguments. Upper case is the convention. A file that is lower case throughout is left alone.

**When to ignore:** never needed.

**The fix** writes the keyword as most of the file does.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nrun echo hello\nCMD ["bash"]\n',
      good: 'FROM debian:bookworm-slim\nRUN echo hello\nCMD ["bash"]\n',
    },
  ],
  *check({ file, model }) {
    const first = model.stages[0]?.from.index;
    if (first === undefined) return;
    // As BuildKit: arguments before the first FROM have no vote, and neither have mixed words.
    const written = file.instructions
      .filter(({ index, keyword }) => index >= first && isKeyword(keyword))
      .map(({ keyword, keywordSpan }) => ({
        keyword,
        keywordSpan,
        text: file.text.slice(keywordSpan.start, keywordSpan.end),
      }));
    const lower = written.filter(({ text }) => text === text.toLowerCase()).length;
    const upper = written.filter(({ text, keyword }) => text === keyword).length;
    const isLower = lower > upper;
    const triggers = file.instructions
      .flatMap(({ trigger }) => trigger ?? [])
      .filter(({ keyword }) => isKeyword(keyword));
    // `HEALTHCHECK CMD`: the command's keyword is one as well.
    const checks = [...file.instructions, ...triggers]
      .flatMap(({ healthType }) => healthType ?? [])
      .filter(({ value }) => value === 'CMD' || value === 'NONE');
    for (const { keyword, keywordSpan, aliases } of [
      ...written.map((one) => ({ ...one, aliases: [...OF_INSTRUCTIONS, ...OF_TRIGGERS_TOO] })),
      ...triggers.map((one) => ({ ...one, aliases: OF_TRIGGERS_TOO })),
      ...checks.map(({ value, span }) => ({ keyword: value, keywordSpan: span, aliases: OF_HEALTH_CHECKS })),
    ]) {
      const text = file.text.slice(keywordSpan.start, keywordSpan.end);
      const right = isLower ? keyword.toLowerCase() : keyword;
      // A keyword may even be cut in two by a continuation.
      if (text === right || text.length !== keyword.length) continue;
      yield {
        span: keywordSpan,
        message: `"${text}" is not in ${isLower ? 'lower' : 'upper'} case as most of this file's keywords are.`,
        aliases,
        fixes: [{ title: `Write ${right}`, applicability: 'safe', edits: [replace(keywordSpan, right)] }],
      };
    }
  },
});
