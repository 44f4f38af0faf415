import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { isMountedAway } from '../model/mounts';
import { directoryOf } from '../model/paths';
import type { ShellCommand, ShellRedirect } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'file-written-by-run',
  aliases: ['tally/prefer-copy-heredoc'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['echo', 'printf', 'cat', 'tee'],
  summary: 'A RUN writes a file whose contents stand in the Dockerfile.',
  docs: `
\`COPY <<EOF /path\` (Dockerfile syntax 1.4 and later) holds the contents line by line, without quotes, \`\\n\` and continuation
characters, runs no shell, and takes \`--chmod\` and \`--chown\`.

Files in mounts are left alone, and so are lines that are only appended.

**When to ignore:** where the image is built without BuildKit, or the contents depend on the step.

**The fix** writes a COPY with a heredoc, where the RUN does nothing but one echo of plain text.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN echo "listen 8080" > /etc/app.conf\n',
      good: "FROM alpine:3.22\nCOPY <<'EOF' /etc/app.conf\nlisten 8080\nEOF\n",
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    if (instruction.keyword !== 'RUN') return;
    for (const command of model.scriptOf(instruction).commands) {
      const redirect = writes(command);
      const path = redirect?.target?.value;
      if (redirect === undefined || path === undefined) continue;
      // Whose home that is, only the image's list of users tells.
      if (path.startsWith('~') && /^\d/.test(model.stateBefore(instruction).user.text ?? '')) continue;
      if (path.startsWith('/') && isMountedAway(instruction, directoryOf(path))) continue;
      const fix = heredoc(file, model, instruction, command, path);
      yield {
        span: { start: command.span.start, end: Math.max(command.span.end, redirect.span.end) },
        message: `The contents of ${path} are written by the shell; COPY with a heredoc holds them as they are.`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

/** The redirection of a command that writes plain text to a file, anew. */
function writes({
  name,
  args,
  redirects,
  isConditional,
  isSubstitution,
  pipe,
}: ShellCommand): ShellRedirect | undefined {
  if (isConditional || isSubstitution || pipe !== undefined) return undefined;
  const isText =
    ((name === 'echo' || name === 'printf') && args.length > 0 && args.every((word) => !word.hasSubstitution)) ||
    (name === 'cat' && args.length === 0 && redirects.some(({ operator }) => operator.startsWith('<<')));
  if (!isText || args.some(({ variables }) => variables.length > 0)) return undefined;
  return redirects.find(
    ({ operator, target }) =>
      /^1?>\|?$/.test(operator) &&
      /^[/~]/.test(target?.value ?? '') &&
      !/^\/(?:dev|proc|sys)\//.test(target?.value ?? ''),
  );
}

function heredoc(
  file: Dockerfile,
  model: DockerfileModel,
  instruction: Instruction,
  command: ShellCommand,
  path: string,
): Fix | undefined {
  const { statements, source } = model.scriptOf(instruction);
  const { args, redirects, wrappers } = command;
  const [text] = args;
  const isLone = statements.length === 1 && source === 'line' && instruction.heredocs.length === 0;
  if (!isLone || instruction.flags.length > 0 || instruction.innerComments.length > 0) return undefined;
  if (command.name !== 'echo' || args.length !== 1 || wrappers.length > 0 || redirects.length !== 1) return undefined;
  // Some shells' echo reads backslashes, and another user's file would become root's.
  if (text?.value === undefined || /[\\\r\n]|^-/.test(text.value) || text.value.trim() === 'EOF') return undefined;
  if (model.stateBefore(instruction).user.isRoot !== true || !/^\/[\w./-]+$/.test(path) || path.endsWith('/'))
    return undefined;
  const { eol } = file;
  const newline = file.text.slice(instruction.headSpan.end).search(/\r?\n|$/);
  return {
    title: 'Write a COPY with a heredoc',
    applicability: 'review',
    because: 'A file that is there already loses its owner and mode, and BuildKit is needed.',
    edits: [
      replace(
        { start: instruction.keywordSpan.start, end: instruction.headSpan.end + newline },
        `COPY <<'EOF' ${path}${eol}${text.value}${eol}EOF`,
      ),
    ],
  };
}
