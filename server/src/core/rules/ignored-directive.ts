import { defineRule, type Fix } from '../lint/rule';
import { nearest } from '../model/keywords';
import type { Comment, Dockerfile } from '../syntax/dockerfile';
import { insertAt, remove, replace } from '../text/edit';
import type { Span } from '../text/span';

export default defineRule({
  id: 'ignored-directive',
  aliases: ['tally/syntax-directive-typo'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  readsText: true,
  summary: 'A parser directive is only a comment, because of its spelling or its place.',
  docs: `
\`# syntax=\`, \`# escape=\` and \`# check=\` are read at the very top of the file only. The first blank line, comment or
instruction ends them, and what looks like a directive below is a comment. So is a misspelt one. Nothing tells: the build
goes on with the frontend and the escape character that it has anyway.

**When to ignore:** where the line is meant as a comment.

**The fix** moves the directive to the top, or corrects its name. Either can change what the rest of the file means; an
escape character is not moved where lines end with the other one.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: '# The web server\n# syntax=docker/dockerfile:1\nFROM nginx:1.28\n',
      good: '# syntax=docker/dockerfile:1\n# The web server\nFROM nginx:1.28\n',
    },
    {
      bad: '# sytnax=docker/dockerfile:1\nFROM nginx:1.28\n',
      good: '# syntax=docker/dockerfile:1\nFROM nginx:1.28\n',
    },
  ],
  *check({ file }) {
    const lastDirective = file.directives.at(-1)?.line.end ?? file.start;
    for (const comment of file.comments) {
      const match = /^([A-Za-z]+)\s*=\s*(\S+)$/.exec(comment.text);
      const [, written = '', value = ''] = match ?? [];
      const name = written === '' ? undefined : DIRECTIVES.find((known) => known === written.toLowerCase());
      const meant = name ?? (written.length < 4 ? undefined : nearest(written.toLowerCase(), DIRECTIVES));
      if (meant === undefined || VALUES[meant]?.test(value) !== true) continue;
      if (file.directives.some((directive) => directive.name === meant)) continue;
      const isFirst = comment.line.start <= lastDirective || isShebangOnly(file, lastDirective, comment.line.start);
      if (name === undefined) {
        yield {
          span: nameSpan(comment, written),
          message: `"${written}" is no parser directive, so this line is a comment; "${meant}" is one.`,
          fixes: isFirst ? [rename(comment, written, meant)] : move(file, comment, meant),
        };
      } else if (!isFirst && meant !== 'check') {
        yield {
          span: comment.span,
          message: `This line is a comment: the directive "${meant}" counts only at the very top of the file.`,
          fixes: move(file, comment, meant),
        };
      }
    }
  },
});

const DIRECTIVES: readonly string[] = ['syntax', 'escape', 'check'];

// What follows the name makes it sure that a directive is meant.
const VALUES: Readonly<Record<string, RegExp>> = {
  syntax: /^[\w.:-]+\/[\w./:@-]+$/,
  escape: /^`$/,
  check: /^(?:skip|error|experimental)=/,
};

/** BuildKit drops the first line where it starts with `#!`. */
function isShebangOnly(file: Dockerfile, from: number, to: number): boolean {
  return from === file.start && /^#![^\n]*\n$/.test(file.text.slice(from, to));
}

function nameSpan(comment: Comment, written: string): Span {
  const start = comment.span.end - comment.text.length;
  return { start, end: start + written.length };
}

function rename(comment: Comment, written: string, meant: string): Fix {
  return {
    title: `Replace with ${meant}`,
    applicability: 'review',
    because: 'The directive takes effect then, and the name is guessed from its spelling.',
    edits: [replace(nameSpan(comment, written), meant)],
  };
}

function move(file: Dockerfile, { line, text }: Comment, meant: string): readonly Fix[] {
  if (meant === 'escape' && !readsSameWithBacktick(file)) return [];
  const directive = `# ${meant}${text.slice(text.indexOf('=')).replace(/^=\s*/, '=')}`;
  const top = file.directives.at(-1)?.line.end ?? file.start;
  const isLast = line.end === file.text.length && !file.text.endsWith('\n');
  // The last line takes the line ending before it along; a byte order mark stays where it is.
  const start = isLast ? line.start - file.eol.length : Math.max(line.start, file.start);
  // Without the comment a blank line would be the last one.
  if (start < top || (isLast && /\n[^\S\n]*$/.test(file.text.slice(0, start)))) return [];
  return [
    {
      title: 'Move the directive to the top',
      applicability: 'review',
      because: 'The directive takes effect then.',
      edits: [insertAt(top, `${directive}${file.eol}`), remove({ start, end: line.end })],
    },
  ];
}

/** No line goes on with a backslash, no quote is escaped with one, and no command substitution ends a line. */
function readsSameWithBacktick({ text }: Dockerfile): boolean {
  if (/\\(?:[ \t]*\r?$|["'])/m.test(text)) return false;
  return text
    .split(/\r?\n/)
    .every((line) => !/`[ \t]*$/.test(line) || line.startsWith('#') || line.split('`').length % 2 === 0);
}
