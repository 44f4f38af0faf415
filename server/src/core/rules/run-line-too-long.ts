import { defineRule } from '../lint/rule';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { span, type Span } from '../text/span';

export default defineRule({
  id: 'run-line-too-long',
  aliases: ['sonar/S7020', 'dockerfile-doctor/DD074'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  needs: ['RUN'],
  summary: 'A line of a RUN is too long to be read at a glance.',
  docs: `
What stands behind the edge of the window is not reviewed, and two changes in one long line are a conflict. A continuation
character at the end of a line lets the command go on in the next.

Reported are lines of RUN longer than the option \`maxLength\` that have more than \`maxWords\` words. An address cannot be
broken, so it does not count. Comments, and heredocs that hold files, are not looked at.

**When to ignore:** where the line comes from a generator.
`,
  fixes: 'never',
  options: { maxLength: 120, maxWords: 5 },
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN apk add --no-cache alpine-sdk autoconf automake bash binutils bison cmake coreutils curl diffutils file findutils flex gawk git\n',
      good: 'FROM alpine:3.22\nRUN apk add --no-cache alpine-sdk autoconf automake bash binutils bison cmake coreutils \\\n    curl diffutils file findutils flex gawk git\n',
    },
  ],
  *check({ file, options }) {
    for (const outer of file.instructions) {
      if ((outer.trigger ?? outer).keyword !== 'RUN') continue;
      for (const line of linesOf(file, outer)) {
        const text = file.text.slice(line.start, line.end);
        if (text.length <= options.maxLength || /^\s*#/.test(text)) continue;
        // An address cannot be broken: what else the line has is what counts.
        const rest = text.replace(ADDRESS, '');
        if (rest.length <= options.maxLength || text.trim().split(/\s+/).length <= options.maxWords) continue;
        yield {
          span: span(line.end - text.trimStart().length, line.start + text.trimEnd().length),
          message: `The line has ${text.length} characters.`,
        };
      }
    }
  },
});

const ADDRESS = /\b(?:https?|ftp|file|git|ssh):\/\/[^\s"']+/gi;

/** The lines of a RUN, and of the heredoc that is its script; other heredocs hold files. */
function* linesOf(file: Dockerfile, instruction: Instruction): Iterable<Span> {
  const { headSpan, heredocs } = instruction;
  const isScript = (instruction.trigger ?? instruction).body.text.startsWith('<<');
  const last = (isScript ? heredocs[0]?.bodySpan : undefined) ?? headSpan;
  for (let start = file.text.lastIndexOf('\n', headSpan.start - 1) + 1; start < last.end;) {
    const newline = file.text.indexOf('\n', start);
    const end = newline === -1 ? file.text.length : newline;
    yield span(start, file.text[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
  }
}
