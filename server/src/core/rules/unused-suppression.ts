import { defineRule } from '../lint/rule';
import type { Suppression } from '../lint/suppression';
import type { Dockerfile } from '../syntax/dockerfile';
import { remove, type TextEdit } from '../text/edit';

export default defineRule({
  id: 'unused-suppression',
  aliases: ['tally/inline-directives/warn-unused'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  runsLast: true,
  summary: 'A comment silences a rule that has nothing to say.',
  docs: `
The rule that the comment names runs and finds nothing there: what was wrong has been mended, or the comment stands above
the wrong instruction. Left alone, it hides the next mistake of that kind.

Comments that other tools read (\`# hadolint ignore=\`, \`# check=skip=\`, \`# tally ignore=\`) are left alone, since those
tools may still report what they silence; the option \`otherTools\` takes them in. Rules that are off, or that read a build
context where none is known, are never called unused.

**When to ignore:** where files are generated from a template, so that a comment is needed in some of them only.

**The fix** takes the name out of the comment, and the comment away where no name is left.
`,
  fixes: 'sometimes',
  options: { otherTools: false },
  examples: [
    {
      bad: 'FROM alpine:3.22\n# plimsoll ignore=apt-interactive; nobody is asked\nRUN apk add --no-cache curl\n',
      good: 'FROM debian:13\n# plimsoll ignore=apt-interactive; nobody is asked\nRUN apt-get update && apt-get install curl\n',
    },
  ],
  *check({ file, suppressions, options }) {
    for (const suppression of suppressions) {
      if (suppression.tool !== 'plimsoll' && !options.otherTools) continue;
      for (const [index, name] of suppression.names.entries()) {
        if (!name.isUnused) continue;
        const edit = holdsBackDirective(file, suppression) ? undefined : withoutName(suppression, index);
        yield {
          span: name.span,
          message: `${name.text} has nothing to say ${suppression.isFileWide ? 'in this file' : 'here'}; the comment silences nothing.`,
          ...(edit === undefined
            ? {}
            : {
                fixes: [
                  {
                    title:
                      suppression.names.length === 1 ? 'Remove the comment' : `Remove ${name.text} from the comment`,
                    applicability: 'review',
                    because: 'A comment goes; it may be meant for another instruction.',
                    edits: [edit],
                  },
                ],
              }),
        };
      }
    }
  },
});

/** Without the line above it, a comment such as `# escape=x` would be a parser directive. */
function holdsBackDirective({ text }: Dockerfile, { names, line }: Suppression): boolean {
  return names.length === 1 && /^[^\S\n]*#[^\S\n]*(?:syntax|escape|check)[^\S\n]*=/i.test(text.slice(line.end));
}

/** A parser directive may hold other options beside the names, and stays as it is. */
function withoutName({ names, line, isDirective }: Suppression, index: number): TextEdit | undefined {
  if (isDirective) return undefined;
  if (names.length === 1) return remove(line);
  const [before, name, after] = [names[index - 1], names[index], names[index + 1]];
  if (name === undefined) return undefined;
  return after === undefined
    ? remove({ start: before?.span.end ?? name.span.start, end: name.span.end })
    : remove({ start: name.span.start, end: after.span.start });
}
