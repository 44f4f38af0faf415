import { defineRule, type Fix } from '../lint/rule';
import { type RunScript, runScriptOf } from '../model/run-scripts';
import { argumentsOf, programOf } from '../shell/splitting';
import { nodesOfType, type Command, type Word } from '../shell/tree';
import { insertAt, remove } from '../text/edit';

export default defineRule({
  id: 'echo-escapes',
  aliases: ['shellcheck/SC2028', 'shellcheck/SC3036', 'shellcheck/SC3037'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['echo'],
  summary: 'echo writes -e, or \\n, where a line end was meant.',
  docs: `
What \`echo\` does with \`\\n\` depends on the shell. dash, the \`/bin/sh\` of Debian and Ubuntu, writes a line end, knows no
\`-e\`, and writes \`-e\` into the file. bash and BusyBox write a backslash and an n, unless \`-e\` is there. \`printf\` is the same
everywhere.

Only shells that are known are judged: by SHELL, or by the base image.

**When to ignore:** where a program that reads the text knows \`\\n\` itself.

**The fix** adds \`-e\`, or takes it away.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN echo -e "[app]\\nname=x" > /etc/app.conf\n',
      good: 'FROM debian:bookworm-slim\nRUN printf "[app]\\nname=x\\n" > /etc/app.conf\n',
    },
    {
      bad: 'FROM alpine:3.22\nRUN echo "[app]\\nname=x" > /etc/app.conf\n',
      good: 'FROM alpine:3.22\nRUN printf "[app]\\nname=x\\n" > /etc/app.conf\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const run = runScriptOf(model, instruction);
    if (run === undefined) return;

    for (const { node } of nodesOfType(run.tree, 'Command')) {
      if (programOf(node) !== 'echo' || node.name?.value !== 'echo') continue;
      const words = argumentsOf(node);
      const report =
        run.dialect === 'dash'
          ? flagOf(run, words)
          : run.dialect === 'bash' || run.dialect === 'busybox'
            ? escapeOf(run, node, words)
            : undefined;
      if (report !== undefined) yield report;
    }
  },
});

/** dash writes all options but `-n`. */
function flagOf({ tree }: RunScript, [first, second]: readonly Word[]) {
  if (first === undefined || !/^-(?:e|E|ne|en)$/.test(first.text)) return undefined;
  const span = tree.source.spanOf(first.pos, first.end);
  const end = second === undefined ? span.end : tree.source.spanOf(second.pos, second.end).start;
  const isOneLine = !/[\r\n]/.test(tree.source.text.slice(first.pos, second?.pos ?? first.end));
  const fix: Fix = {
    title: `Remove ${first.text}`,
    applicability: 'review',
    because: `dash replaces \\n without it; so far ${first.text} is written too.`,
    edits: [remove({ start: span.start, end })],
  };
  return {
    span,
    aliases: ['shellcheck/SC3036', 'shellcheck/SC3037'],
    message: `The shell of this RUN is dash, whose echo writes "${first.text}" itself.`,
    ...(first.text === '-e' && isOneLine ? { fixes: [fix] } : {}),
  };
}

function escapeOf({ tree }: RunScript, { name }: Command, words: readonly Word[]) {
  if (words.some(({ text }) => /^-[neE]*[eE]/.test(text))) return undefined;
  for (const word of words) {
    for (const part of word.parts ?? []) {
      if (part.type !== 'SingleQuoted' && part.type !== 'DoubleQuoted') continue;
      const at = part.text.search(/(?<!\\)(?:\\\\)*\\n/);
      if (at === -1) continue;
      const found = /\\n/.exec(part.text.slice(at))?.index ?? 0;
      const start = part.pos + at + found;
      const fix: Fix = {
        title: 'Let echo replace it',
        applicability: 'review',
        because: 'Every escape in the text is replaced then.',
        edits: [insertAt(tree.source.spanOf(name?.pos ?? 0, name?.end ?? 0).end, ' -e')],
      };
      return {
        span: tree.source.spanOf(start, start + 2),
        aliases: ['shellcheck/SC2028'],
        message: 'The echo of this shell writes a backslash and an n, no line end.',
        fixes: [fix],
      };
    }
  }
  return undefined;
}
