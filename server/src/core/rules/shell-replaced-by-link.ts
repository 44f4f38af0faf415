import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

export default defineRule({
  id: 'shell-replaced-by-link',
  aliases: [
    'hadolint/DL4005',
    'tally/hadolint/DL4005',
    'kics/changing_default_shell_using_run_command',
    'semgrep/use-shell-instruction',
  ],
  category: 'maintainability',
  severity: 'warning',
  preset: 'strict',
  needs: ['ln'],
  summary: '/bin/sh is replaced by a link, where SHELL chooses a shell for the build.',
  docs: `
A link from \`/bin/sh\` to bash changes the shell of every script in the image, also of those that the distribution runs,
and a later update of its package may undo it. \`SHELL\` says which shell runs the shell forms of the Dockerfile.

**When to ignore:** where scripts in the image that say \`#!/bin/sh\` need bash.

**The fix** replaces the RUN with SHELL, where it does nothing else.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm\nRUN ln -sf /bin/bash /bin/sh\n',
      good: 'FROM debian:bookworm\nSHELL ["/bin/bash", "-c"]\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (instruction.keyword !== 'RUN') return;
    const script = model.scriptOf(instruction);
    for (const { name, args, span } of script.commands) {
      const words = args.flatMap(({ value }) => (value === undefined || value.startsWith('-') ? [] : [value]));
      const [target = '', link] = words;
      if (name !== 'ln' || words.length !== 2 || !/^(?:\/usr)?\/bin\/sh$/.test(link ?? '')) continue;
      const program = target.startsWith('/') ? target : `/bin/${target}`;
      const others = script.commands.filter(
        (other) => other.name !== 'ln' && !(other.name === 'rm' && other.args.some(({ value }) => value === '/bin/sh')),
      );
      yield {
        span,
        message: `/bin/sh becomes ${target} for every script in the image.`,
        ...(others.length === 0 && script.source === 'line' && /^\/(?:usr\/)?bin\/\w+$/.test(program)
          ? {
              fixes: [
                {
                  title: 'Use SHELL',
                  applicability: 'review' as const,
                  because: 'Scripts in the image that say #!/bin/sh keep the shell of the distribution then.',
                  edits: [replace(instruction.headSpan, `SHELL ["${program}", "-c"]`)],
                },
              ],
            }
          : {}),
      };
    }
  },
});
