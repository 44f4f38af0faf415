import { removeInstruction } from '../lint/rewrite';
import { defineRule } from '../lint/rule';

const ONCE: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

export default defineRule({
  id: 'repeated-instruction',
  aliases: [
    'buildkit/MultipleInstructionsDisallowed',
    'tally/buildkit/MultipleInstructionsDisallowed',
    'dockerfile-utils/MULTIPLE_INSTRUCTIONS',
    'hadolint/DL4003',
    'hadolint/DL4004',
    'hadolint/DL3012',
    'trivy/DS-0016',
    'trivy/DS-0007',
    'trivy/DS-0023',
    'kics/multiple_cmd_instructions_listed',
    'kics/multiple_entrypoint_instructions_listed',
    'kics/do_not_use_multiple_healthcheck',
    'sonar/S6589',
    'semgrep/multiple-entrypoint-instructions',
    'semgrep/multiple-cmd-instructions',
  ],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'CMD, ENTRYPOINT or HEALTHCHECK is given more than once in a stage.',
  docs: `
Of several CMD (or ENTRYPOINT, or HEALTHCHECK) instructions in one stage the last one counts; the others do nothing. Often
both were meant to run: a container starts one program, and two need a script or a container each.

**When to ignore:** never needed.

**The fix** removes the one that does nothing.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nCMD ["node", "a.js"]\nCMD ["node", "b.js"]\n',
      good: 'FROM node:22-slim\nCMD ["node", "b.js"]\n',
    },
  ],
  *checkStage({ file }, { instructions }) {
    for (const instruction of instructions) {
      const { keyword, keywordSpan, index } = instruction;
      if (!ONCE.has(keyword)) continue;
      const last = instructions.findLast((other) => other.keyword === keyword);
      if (last === undefined || last.index === index) continue;
      const edit = removeInstruction(file, instruction);
      yield {
        span: keywordSpan,
        message: `This ${keyword} does nothing: another one follows in the same stage.`,
        related: [{ span: last.keywordSpan, message: 'This one counts.' }],
        ...(edit === undefined
          ? {}
          : { fixes: [{ title: `Remove this ${keyword}`, applicability: 'safe', edits: [edit] }] }),
      };
    }
  },
});
