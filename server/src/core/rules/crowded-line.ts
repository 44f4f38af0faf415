import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { replace, type TextEdit } from '../text/edit';
import { span, type Span } from '../text/span';

export default defineRule({
  id: 'crowded-line',
  aliases: ['tally/newline-per-chained-call'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  needs: ['RUN', 'LABEL'],
  summary: 'One line holds several commands, mounts or labels.',
  docs: `
With one command, one mount or one label on each line a change of one of them is a change of one line, and reads so in a
review. Reported are a RUN or LABEL with at least \`minCommands\` chained commands or labels, two of them on one line, and two
mounts on one line. \`a || b\` is one thing: b is there for the failure of a.

**When to ignore:** where the commands are short and belong together.

**The fix** starts a new line before each. The shell sees the same words.
`,
  fixes: 'sometimes',
  options: { minCommands: 3 },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN ./configure && make && make install\n',
      good: 'FROM debian:bookworm-slim\nRUN ./configure \\\n    && make \\\n    && make install\n',
    },
  ],
  *check({ file, model, options }) {
    for (const instruction of file.instructions) {
      const parts = partsOf(model, instruction, options.minCommands);
      const breaks = parts.flatMap(({ gaps }) =>
        gaps.filter((gap) => !file.text.slice(gap.start, gap.end).includes('\n')),
      );
      const [first] = breaks;
      if (first === undefined) continue;
      const names = parts.filter(({ gaps }) => gaps.some((gap) => breaks.includes(gap))).map(({ name }) => name);
      yield {
        span: first,
        message: `Several ${names.join(' and ')} stand on one line.`,
        fixes: () => fixOf(file, instruction, breaks),
      };
    }
  },
});

/** What may have a line each, with the places where a line may begin: from the end of one part to the start of the next. */
interface Parts {
  readonly name: string;
  readonly gaps: readonly Span[];
}

function partsOf(model: DockerfileModel, instruction: Instruction, least: number): readonly Parts[] {
  const { keyword, flags, pairs, isLegacyPair, body, exec, heredocs } = instruction;
  if (keyword === 'LABEL') {
    const spans = pairs.map((pair) => pair.span);
    return isLegacyPair || spans.length < least ? [] : [{ name: 'labels', gaps: gapsBetween(spans) }];
  }
  if (keyword !== 'RUN') return [];
  const mounts = flags.filter(({ name }) => name === 'mount');
  const last = flags.at(-1);
  // The command moves to a line of its own together with the second mount.
  const mountGaps =
    mounts.length < 2 || last === undefined || exec !== undefined
      ? []
      : gapsBetween([...flags.map((flag) => flag.span), ...(heredocs.length > 0 ? [] : [body.span])]);
  const isSplit = mountGaps
    .slice(0, mounts.length - 1)
    .every((gap) => model.file.text.slice(gap.start, gap.end).includes('\n'));
  return [
    { name: 'mounts', gaps: isSplit ? [] : mountGaps },
    { name: 'chained commands', gaps: chainGaps(model, instruction, least) },
  ];
}

function chainGaps(model: DockerfileModel, instruction: Instruction, least: number): readonly Span[] {
  const { statements, source, errors } = model.scriptOf(instruction);
  if (source !== 'line' || errors.length > 0 || instruction.heredocs.length > 0 || statements.length < least) return [];
  return statements.flatMap(({ before, span: { start } }, index) => {
    const previous = statements[index - 1];
    // `a || b` is one thing: b is there for the failure of a.
    if (previous === undefined || before?.operator !== '&&') return [];
    // `a && \` at the end of a line is a break as well.
    const isBroken = model.file.text.slice(previous.span.end, start).includes('\n');
    return isBroken ? [] : [span(previous.span.end, before.span.start)];
  });
}

function gapsBetween(spans: readonly Span[]): readonly Span[] {
  return spans.slice(1).map(({ start }, index) => span(spans[index]?.end ?? start, start));
}

function fixOf(file: Dockerfile, instruction: Instruction, breaks: readonly Span[]): readonly Fix[] {
  if (breaks.some(({ start, end }) => file.text.slice(start, end).trim() !== '')) return [];
  const [, indent = '    '] =
    /\n([ \t]+)\S/.exec(file.text.slice(instruction.span.start, instruction.headSpan.end)) ?? [];
  const edits: readonly TextEdit[] = breaks.map((gap) => replace(gap, ` ${file.escape}${file.eol}${indent}`));
  return [{ title: 'Start a new line for each', applicability: 'safe', edits }];
}
