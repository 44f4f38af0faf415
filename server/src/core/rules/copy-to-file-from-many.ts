import { defineRule } from '../lint/rule';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'copy-to-file-from-many',
  aliases: [
    'hadolint/DL3021',
    'tally/hadolint/DL3021',
    'dockerfile-utils/INVALID_DESTINATION',
    'trivy/DS-0011',
    'kics/copy_with_more_than_two_arguments_not_ending_with_slash',
    'semgrep/copy-multiple-sources-no-slash',
  ],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['COPY', 'ADD'],
  summary: 'Several sources are copied to something that is not marked as a directory.',
  docs: `
Where COPY or ADD has several sources, the destination must be a directory and end with a slash. Docker's classic builder
refuses anything else. BuildKit takes it, and copies every source to the same file name where no such directory exists: the
last one remains.

**When to ignore:** where the directory exists and only BuildKit builds the file.

**The fix** adds the slash.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM node:22-slim\nCOPY package.json package-lock.json /app\n',
      good: 'FROM node:22-slim\nCOPY package.json package-lock.json /app/\n',
    },
  ],
  *checkInstruction({ model }, outer) {
    const instruction = outer.trigger ?? outer;
    const copy = model.copyOf(instruction);
    if (copy?.destination === undefined || copy.sources.length < 2) return;
    const { span, text, value } = copy.destination;
    const target = model.expandAt(value, instruction);
    // A variable at the end may well end with a slash.
    if (target === undefined || /(?:^|[/\\])\.{0,2}$/.test(target)) return;
    const workdir = model.stateBefore(instruction).workdir;
    const isDirectory = workdir !== undefined && copy.destinationPath === workdir && outer === instruction;
    // Flags of BuildKit's own say that the classic builder never reads this.
    if (isDirectory && instruction.flags.some(({ name }) => /^(?:parents|link|exclude)$/.test(name))) return;
    const edits = [insertAt(/["']$/.test(text) ? span.end - 1 : span.end, '/')];
    const title = 'Add the slash';
    yield {
      span,
      message: `"${value}" gets several sources and does not end with a slash: ${isDirectory ? "Docker's classic builder refuses that." : 'unless it is a directory already, only the last of them remains.'}`,
      fixes: [
        isDirectory
          ? { title, applicability: 'safe', edits }
          : {
              title,
              applicability: 'review',
              because: 'The files go into a directory then, each with its own name.',
              edits,
            },
      ],
    };
  },
});
