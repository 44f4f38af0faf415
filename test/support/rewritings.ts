import { analyze, applyEdits, type Analysis, type Instruction, type TextEdit } from '../../server/src/core/index';
import { joinRuns } from '../../server/src/core/lint/rewrite';
import { insertAt, replace } from '../../server/src/core/text/edit';
import { variantsOf } from './variants';

/** The same build in another spelling. */
export interface Rewriting {
  readonly name: string;
  readonly text: string;
  /** The files of the build context with the same names in them. */
  readonly files: Readonly<Record<string, string>>;
  /** Takes new names back, so that plans can be compared. */
  restore(text: string): string;
}

type Files = Readonly<Record<string, string>>;

/**
 * Returns `text` renamed (stage, working directory), reformatted (case, tabs, comments, blank lines, continuation lines)
 * and with RUN instructions split and merged, as far as each is another text that builds the same.
 */
export function rewritingsOf(text: string, files: Files): readonly Rewriting[] {
  const analysis = analyze(text);
  const same = (one: string): string => one;
  const rewriting = (name: string, edits: readonly TextEdit[]): Rewriting => ({
    name,
    text: applyEdits(text, edits),
    files,
    restore: same,
  });
  return [
    ...variantsOf(text).map((variant) => ({ name: variant.name, text: variant.text, files, restore: same })),
    rewriting('tabs', tabs(analysis)),
    rewriting('comments', commented(analysis)),
    rewriting('blank lines', spaced(analysis)),
    rewriting('indented', indented(analysis)),
    rewriting('each command on its own line', continued(analysis)),
    rewriting('lines joined', unbroken(analysis)),
    rewriting('split', split(analysis)),
    { name: 'merged', text: merged(text), files, restore: same },
    ...renamedDirectory(analysis, files),
    ...renamedStage(analysis, files),
  ].filter((one) => one.text !== text);
}

/** White space between the words of instructions and of commands becomes a tab. */
function tabs({ file, model, text }: Analysis): readonly TextEdit[] {
  return file.instructions.flatMap((instruction) => {
    const { keywordSpan, keyword } = instruction;
    const gap =
      text[keywordSpan.end] === ' ' ? [replace({ start: keywordSpan.end, end: keywordSpan.end + 1 }, '\t')] : [];
    if (keyword !== 'RUN' || instruction.heredocs.length > 0 || instruction.exec !== undefined) return gap;
    const inner = model
      .scriptOf(instruction)
      .commands.flatMap(({ args, isSubstitution }) =>
        isSubstitution
          ? []
          : args.flatMap(({ span: { start } }) =>
              text[start - 1] === ' ' && /\S/.test(text[start - 2] ?? ' ')
                ? [replace({ start: start - 1, end: start }, '\t')]
                : [],
            ),
      );
    return [...gap, ...inner.filter(({ span }) => span.start > keywordSpan.end)];
  });
}

function commented({ file }: Analysis): readonly TextEdit[] {
  return file.instructions.slice(1).map(({ span }) => insertAt(span.start, `# a remark, && no command\n`));
}

function spaced({ file }: Analysis): readonly TextEdit[] {
  return file.instructions.slice(1).map(({ linesSpan }) => insertAt(linesSpan.start, '\n\n'));
}

function indented({ file }: Analysis): readonly TextEdit[] {
  return file.instructions.map(({ linesSpan, span }) =>
    replace({ start: Math.max(linesSpan.start, file.start), end: span.start }, '  '),
  );
}

/** A continuation line for each `&&`. */
function continued(analysis: Analysis): readonly TextEdit[] {
  const { file, model, text } = analysis;
  return plainRuns(analysis).flatMap((run) =>
    model.scriptOf(run).statements.flatMap(({ before }) => {
      if (before?.operator !== '&&') return [];
      const { start } = before.span;
      return text[start - 1] === ' ' && !/\n[ \t]*$/.test(text.slice(0, start))
        ? [replace({ start: start - 1, end: start }, ` ${file.escape}\n        `)]
        : [];
    }),
  );
}

/** One line for each instruction without comments inside. */
function unbroken({ file, text }: Analysis): readonly TextEdit[] {
  return file.instructions.flatMap(({ span, heredocs, innerComments }) => {
    if (heredocs.length > 0 || innerComments.length > 0) return [];
    const breaks = file.escape === '`' ? /`[ \t]*\r?\n/g : /\\[ \t]*\r?\n/g;
    return [...text.slice(span.start, span.end).matchAll(breaks)].map(({ index, 0: found }) =>
      replace({ start: span.start + index, end: span.start + index + found.length }, ''),
    );
  });
}

/** What one command does to the shell, the next one sees. */
const STATEFUL = /^(?:cd|pushd|popd|export|set|unset|source|\.|umask|shopt|alias|eval|read|trap|exec|local)$/;

function hasState(analysis: Analysis, run: Instruction): boolean {
  return analysis.model
    .scriptOf(run)
    .commands.some(
      ({ name, assignments, nameWord }) =>
        STATEFUL.test(name ?? '') || (nameWord === undefined && assignments.length > 0),
    );
}

/** `RUN a && b` as two instructions. */
function split(analysis: Analysis): readonly TextEdit[] {
  const { file, model, text } = analysis;
  return plainRuns(analysis).flatMap((run) => {
    const { statements } = model.scriptOf(run);
    if (hasState(analysis, run) || run.innerComments.length > 0) return [];
    if (statements.some(({ before }) => before !== undefined && before.operator !== '&&')) return [];
    const head = ['RUN', ...run.flags.map(({ span }) => text.slice(span.start, span.end))].join(' ');
    return statements.flatMap(({ before, span }, index) => {
      const previous = statements[index - 1];
      if (before === undefined || previous === undefined) return [];
      return [replace({ start: previous.span.end, end: span.start }, `${file.eol}${head} `)];
    });
  });
}

/** `RUN a` and `RUN b`, one below the other, as one instruction. */
function merged(text: string): string {
  let current = text;
  for (let round = 0; round < 30; round++) {
    const analysis = analyze(current);
    const runs = plainRuns(analysis);
    const edits = runs
      .filter((run) => !hasState(analysis, run))
      .flatMap((first) => {
        const second = runs.find(({ index }) => index === first.index + 1);
        const script = (instruction: Instruction) => ({ instruction, script: analysis.model.scriptOf(instruction) });
        const joined =
          second === undefined || second.leadingComments.length > 0
            ? undefined
            : joinRuns(analysis.file, script(first), script(second));
        return joined === undefined ? [] : [joined];
      })[0];
    if (edits === undefined) return current;
    current = applyEdits(current, edits);
  }
  return current;
}

/** Another directory for the application. */
function renamedDirectory({ file, text }: Analysis, files: Files): readonly Rewriting[] {
  const old = file.instructions.find(({ keyword }) => keyword === 'WORKDIR')?.words[0]?.value;
  // Only directories that nothing but the file itself knows.
  if (old === undefined || !/^\/(?:app|src|code|srv|project|service|work|workspace|build)$/.test(old)) return [];
  const place = '/opt/renamed-place';
  const pattern = new RegExp(`(?<![\\w.*-])${old}(?=$|[/\\s"':,;\\])}])`, 'gm');
  const rename = (one: string): string => one.replace(pattern, place);
  return [
    {
      name: 'working directory renamed',
      text: rename(text),
      files: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, rename(content)])),
      restore: (one) => one.replaceAll(place, old),
    },
  ];
}

/** A name for the only stage, or another one. */
function renamedStage({ model, text }: Analysis, files: Files): readonly Rewriting[] {
  const [stage] = model.stages;
  if (stage?.baseWord === undefined || model.stages.length > 1) return [];
  const { nameWord, baseWord } = stage;
  const edit =
    nameWord === undefined ? insertAt(baseWord.span.end, ' AS renamed-stage') : replace(nameWord.span, 'renamed-stage');
  return [{ name: 'stage renamed', text: applyEdits(text, [edit]), files, restore: (one) => one }];
}

function plainRuns({ file, model }: Analysis): readonly Instruction[] {
  return file.instructions.filter((instruction) => {
    if (instruction.keyword !== 'RUN' || instruction.heredocs.length > 0) return false;
    const { source, errors, statements } = model.scriptOf(instruction);
    return source === 'line' && errors.length === 0 && statements.length > 0;
  });
}
