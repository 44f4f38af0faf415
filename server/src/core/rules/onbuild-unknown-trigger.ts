import { defineRule } from '../lint/rule';
import { isKeyword, nearestKeyword } from '../model/keywords';
import { replace } from '../text/edit';

export default defineRule({
  id: 'onbuild-unknown-trigger',
  aliases: ['tally/invalid-onbuild-trigger', 'dockerfile-utils/UNKNOWN_INSTRUCTION'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['ONBUILD'],
  summary: 'ONBUILD keeps an instruction that does not exist.',
  docs: `
BuildKit stores the words after ONBUILD as they are and reads them when another image is built on this one. A misspelt
instruction is accepted here, and fails every build there.

**When to ignore:** never.

**The fix** writes the instruction that is spelt most alike.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nONBUILD COPPY . /app\n',
      good: 'FROM node:22-slim\nONBUILD COPY . /app\n',
    },
  ],
  *checkInstruction({ file }, { trigger }) {
    if (trigger === undefined || isKeyword(trigger.keyword)) return;
    const { keywordSpan } = trigger;
    const name = nearestKeyword(trigger.keyword);
    // These cannot be triggers.
    const canBeTrigger = name !== undefined && !/^(?:FROM|MAINTAINER|ONBUILD)$/.test(name);
    const because = 'The keyword is guessed from its spelling.';
    yield {
      span: keywordSpan,
      message: `"${file.text.slice(keywordSpan.start, keywordSpan.end)}" is not an instruction; builds on this image will fail.`,
      ...(canBeTrigger
        ? {
            fixes: [
              {
                title: `Replace with ${name}`,
                applicability: 'review' as const,
                because,
                edits: [replace(keywordSpan, name)],
              },
            ],
          }
        : {}),
    };
  },
});
