import { defineRule } from '../lint/rule';
import { removeFlag } from '../model/flags';
import { variableUses } from '../model/variables';

export default defineRule({
  id: 'redundant-target-platform',
  aliases: ['buildkit/RedundantTargetPlatform', 'tally/buildkit/RedundantTargetPlatform', 'hadolint/DL3065'],
  category: 'style',
  severity: 'info',
  preset: 'recommended',
  needs: ['FROM'],
  summary: 'FROM asks for the target platform, which it gets anyway.',
  docs: `
Without \`--platform\`, FROM takes the base image for the platform that is built for. \`--platform=$TARGETPLATFORM\` says the
same, and lets the reader look for a difference.

**When to ignore:** never.

**The fix** removes the flag.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM --platform=$TARGETPLATFORM alpine:3.22\n',
      good: 'FROM alpine:3.22\n',
    },
  ],
  *checkStage({ file, model }, { from }) {
    const flag = from.flags.find((one) => one.name === 'platform');
    const value = flag?.value?.replace(/^(["'])(.*)\1$/s, '$2');
    if (flag === undefined || value === undefined) return;
    const [use, ...others] = variableUses(value, file.escape);
    if (use?.name !== 'TARGETPLATFORM' || others.length > 0 || use.end - use.start !== value.length) return;
    // `${TARGETPLATFORM:-linux/amd64}` never gets to its default: BuildKit always knows the target.
    if (use.modifier !== undefined && !/^:?[-?]$/.test(use.modifier)) return;
    const edits = [removeFlag(file, flag)];
    const title = 'Remove --platform';
    yield {
      span: flag.span,
      message: 'The target platform is the default of FROM.',
      fixes: [
        model.globalArgs.get('TARGETPLATFORM') === undefined
          ? { title, applicability: 'safe', edits }
          : { title, applicability: 'review', because: 'An ARG gives TARGETPLATFORM a value of its own.', edits },
      ],
    };
  },
});
