import { defineRule } from '../lint/rule';
import { isCode, isProgram, isSystemPath } from '../model/code-files';
import { removeFlag } from '../model/flags';
import { isWithin } from '../model/paths';

export default defineRule({
  id: 'program-owned-by-user',
  aliases: ['sonar/S6504'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['COPY', 'ADD'],
  summary: 'A user other than root owns a program or a file of the system.',
  docs: `
Who owns a file can change it. A script that root starts, a unit of systemd or a file below \`/etc\` and \`/usr\` that belongs to
another user turns a flaw in that user's programs into one of the whole container: the next time root runs it, it does what
they wrote. Programs need an owner who may not be attacked, and others may read and run them all the same.

Reported are copies with \`--chown\` to somebody else than root of scripts, programs, libraries and units, and all that is
copied into directories of the system, in stages that ship. Files in the user's own home are left alone. Code that belongs
to the very user of the container is
[code-writable-by-service-user](code-writable-by-service-user.md)'s.

**When to ignore:** where nobody but that user runs the program.

**The fix** removes \`--chown\`, so that root owns the files.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN useradd app\nCOPY --chown=app entrypoint.sh /usr/local/bin/\n',
      good: 'FROM debian:bookworm-slim\nRUN useradd app\nCOPY --chmod=755 entrypoint.sh /usr/local/bin/\n',
    },
  ],
  *check({ file, model }) {
    const final = model.finalStage;
    if (final === undefined) return;
    const runsAs = model.finalState(final).user.text?.split(':')[0];
    for (const stage of model.stages.filter(({ isShipped }) => isShipped)) {
      for (const instruction of stage.instructions) {
        const copy = model.copyOf(instruction);
        const flag = instruction.flags.find(({ name }) => name === 'chown');
        if (copy === undefined || flag?.value === undefined) continue;
        const user = model.expandAt(flag.value, instruction)?.split(':')[0];
        if (user === undefined || user === '' || user === 'root' || /^0+$/.test(user)) continue;
        const place = copy.destinationPath ?? '';
        if (isWithin(place, `/home/${user}`)) continue;
        const paths = copy.sources.flatMap(({ kind, path }) => (kind === 'path' && path !== undefined ? [path] : []));
        const isOfService =
          user === runsAs && copy.sources.some(({ isEverything, path = '' }) => isEverything || isCode(path));
        const program = paths.find(isProgram);
        if (isOfService || (program === undefined && !isSystemPath(place))) continue;
        yield {
          span: flag.span,
          message: `${user} owns ${program ?? place}, and can change what others run or read.`,
          fixes: [
            {
              title: 'Remove --chown',
              applicability: 'review',
              because: `${user} can no longer write to these files.`,
              edits: [removeFlag(file, flag)],
            },
          ],
        };
      }
    }
  },
});
