import { defineRule } from '../lint/rule';
import { decidedOfFile, instructionsWhere } from '../model/decided';
import { isKeyword } from '../model/keywords';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';
import type { Span } from '../text/span';

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
  *checkInstruction({ file, model }, instruction) {
    if (model.stages.length === 0) return;
    const isLower = isMostlyLower(model);
    for (const { keyword, keywordSpan, aliases } of keywordsOf(model, instruction)) {
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

interface WrittenKeyword {
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly aliases: readonly string[];
}

/** The keyword of `instruction`, those of its trigger, and `CMD` or `NONE` of a health check. */
function keywordsOf(model: DockerfileModel, instruction: Instruction): readonly WrittenKeyword[] {
  const { keyword, keywordSpan, trigger } = instruction;
  // As BuildKit: arguments before the first FROM do not count.
  const own =
    isKeyword(keyword) && model.stageOf(instruction) !== undefined
      ? [{ keyword, keywordSpan, aliases: [...OF_INSTRUCTIONS, ...OF_TRIGGERS_TOO] }]
      : [];
  const triggered =
    trigger === undefined || !isKeyword(trigger.keyword)
      ? []
      : [{ keyword: trigger.keyword, keywordSpan: trigger.keywordSpan, aliases: OF_TRIGGERS_TOO }];
  const checks = [instruction.healthType, trigger?.healthType].flatMap((type) =>
    type?.value === 'CMD' || type?.value === 'NONE'
      ? [{ keyword: type.value, keywordSpan: type.span, aliases: OF_HEALTH_CHECKS }]
      : [],
  );
  return [...own, ...triggered, ...checks];
}

const isMostlyLower = decidedOfFile((model) => lowerCased(model).length > upperCased(model).length);

// Mixed words have no vote.
const lowerCased = instructionsWhere((model, instruction) => hasVote(model, instruction, (text) => text.toLowerCase()));
const upperCased = instructionsWhere((model, instruction) => hasVote(model, instruction, (text) => text.toUpperCase()));

function hasVote(model: DockerfileModel, instruction: Instruction, cased: (text: string) => string): boolean {
  if (!isKeyword(instruction.keyword) || model.stageOf(instruction) === undefined) return false;
  const { start, end } = instruction.keywordSpan;
  const text = model.file.text.slice(start, end);
  return text === cased(text);
}
