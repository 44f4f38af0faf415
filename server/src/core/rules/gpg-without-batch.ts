import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'gpg-without-batch',
  aliases: ['docker-parfum/gpgUseBatchFlag'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  needs: ['gpg', 'gpg2'],
  summary: 'gpg may ask questions in a build that nobody answers.',
  docs: `
Without \`--batch\`, gpg behaves as for a person at a terminal: it may ask, it may wait for a prompt, and what it prints and
returns is not promised to stay. \`--batch\` is the interface for scripts.

**When to ignore:** where the step works on all versions of gpg that matter.

**The fix** adds \`--batch\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm\nRUN gpg --verify a.tgz.asc a.tgz\n',
      good: 'FROM debian:bookworm\nRUN gpg --batch --verify a.tgz.asc a.tgz\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    const script = model.scriptOf(instruction);
    for (const { name, nameWord, args } of script.commands) {
      if ((name !== 'gpg' && name !== 'gpg2') || nameWord === undefined) continue;
      const words = args.map(({ value, text }) => value ?? text);
      if (!words.some((word) => ACTS.test(word)) || words.includes('--batch') || words.includes('--no-batch')) continue;
      yield {
        span: nameWord.span,
        message: `${name} without --batch may wait for an answer.`,
        fixes: [{ title: 'Add --batch', applicability: 'safe', edits: [appendArgument(script, nameWord, '--batch')] }],
      };
    }
  },
});

const ACTS = /^--(?:verify|import|recv-keys?|receive-keys?|gen-key|full-generate-key|quick-gen|decrypt|sign|edit-key)$/;
