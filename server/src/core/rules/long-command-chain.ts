import { defineRule, type Fix } from '../lint/rule';
import type { ShellScript } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'long-command-chain',
  aliases: ['tally/prefer-run-heredoc'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['RUN'],
  options: { commands: 3 },
  summary: 'A long chain of && is harder to read than a heredoc.',
  docs: `
\`RUN <<EOF\` (Dockerfile syntax 1.4 and later) takes the commands line by line. With \`set -e\` as the first of them the step
stops at the first failure, as a chain of \`&&\` does.

Reported from three commands on that stand on several lines; the option \`commands\` sets another number.

**When to ignore:** where the image is built without BuildKit, or as you like.

**The fix** writes the heredoc.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN mkdir /data && \\\n    touch /data/a && \\\n    chmod 600 /data/a\n',
      good: 'FROM alpine:3.22\nRUN <<EOF\nset -e\nmkdir /data\ntouch /data/a\nchmod 600 /data/a\nEOF\n',
    },
  ],
  *check({ file, model, options }) {
    const least = typeof options.commands === 'number' ? options.commands : 3;
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN' || instruction.heredocs.length > 0) continue;
      const script = model.scriptOf(instruction);
      const { statements, source, errors } = script;
      if (source !== 'line' || errors.length > 0 || statements.length < least) continue;
      if (statements.some(({ before }) => before !== undefined && before.operator !== '&&')) continue;
      const lines = file.lines.lineAt(instruction.headSpan.end) - file.lines.lineAt(instruction.headSpan.start);
      if (lines === 0) continue;
      const fix = heredoc(file, instruction, script);
      yield {
        span: instruction.keywordSpan,
        message: `${statements.length} commands are chained with && here; a heredoc has a line for each.`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

function heredoc(file: Dockerfile, instruction: Instruction, { statements, span }: ShellScript): Fix | undefined {
  const { text, eol } = file;
  const commands = statements.map((statement) => text.slice(statement.span.start, statement.span.end));
  // In a heredoc the backslash alone continues a line, and no comment may follow it.
  if (instruction.innerComments.length > 0 || instruction.emptyContinuations.length > 0 || file.escape !== '\\')
    return undefined;
  // White space behind the closing EOF would keep the heredoc open.
  const newline = text.slice(instruction.headSpan.end).search(/\r?\n|$/);
  const end = instruction.headSpan.end + newline;
  const start = instruction.flags.at(-1)?.span.end ?? instruction.keywordSpan.end;
  const last = statements.at(-1)?.span.end ?? span.end;
  if (text.slice(last, end).trim() !== '') return undefined;
  if (text.slice(span.start, statements[0]?.span.start ?? span.start).trim() !== '') return undefined;
  if (commands.some((command) => /^EOF\s*$|<<|^!\s/m.test(command))) return undefined;
  return {
    title: 'Write a heredoc',
    applicability: 'review',
    because: 'BuildKit is needed for it, and set -e looks at failures inside a command in another way than &&.',
    edits: [replace({ start, end }, [' <<EOF', 'set -e', ...commands, 'EOF'].join(eol))],
  };
}
