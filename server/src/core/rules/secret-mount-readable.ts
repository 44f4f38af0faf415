import { defineRule, type Fix } from '../lint/rule';
import { mountFieldsOf } from '../model/mount-fields';
import { replace } from '../text/edit';

export default defineRule({
  id: 'secret-mount-readable',
  aliases: ['sonar/S6469'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN', 'ONBUILD'],
  summary: 'Everybody in the build step may use a secret or the SSH agent.',
  docs: `
\`mode=\` says who may read the file of a secret mount, or use the socket of the SSH agent: \`0400\` and \`0600\` by default, the
owner. With a last digit other than 0, programs that the step runs as another user, to hold them off, get at it too.
\`uid=\` gives it to one user.

**When to ignore:** where all users of the step may have it.

**The fix** takes the permissions of others away.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN --mount=type=secret,id=netrc,mode=0444 cat /run/secrets/netrc\n',
      good: 'FROM debian:bookworm-slim\nRUN --mount=type=secret,id=netrc,mode=0440 cat /run/secrets/netrc\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { type, fields } of mountFieldsOf(instruction)) {
      const mode = fields.find(({ key }) => key === 'mode');
      if ((type !== 'secret' && type !== 'ssh') || mode === undefined || !/^[0-7]+$/.test(mode.value)) continue;
      if (mode.value.endsWith('0')) continue;
      const what = type === 'ssh' ? 'the SSH agent' : 'the secret';
      const better = `${mode.value.slice(0, -1)}0`;
      // The owner is root unless uid= says another.
      const isReached = fields.some(({ key }) => key === 'uid') || model.stateBefore(instruction).user.isRoot === true;
      const isWhole = mode.span.end - mode.span.start === `mode=${mode.value}`.length;
      const fix: Fix = {
        title: `Use mode=${better}`,
        applicability: 'review',
        because: 'What the step runs as another user can no longer read it.',
        edits: [replace(mode.span, `mode=${better}`)],
      };
      yield {
        span: mode.span,
        message: `Every user of this step may use ${what} (mode ${mode.value}).`,
        fixes: isReached && isWhole && mode.value.length > 1 ? [fix] : [],
      };
    }
  },
});
