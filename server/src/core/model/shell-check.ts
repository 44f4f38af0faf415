import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { DockerfileModel } from './model';
import { shellDialectOf, type ShellDialect } from './shell-dialect';
import type { StageState } from './stage';

/** The script of a RUN as a checker of shell scripts gets it: what the Dockerfile sets stands in lines before it. */
export interface CheckableScript {
  readonly instruction: Instruction;
  readonly dialect: ShellDialect;
  readonly text: string;
  /**
   * Returns the place in the document of what stands at these lines and columns (both from 1, columns in characters, a
   * tab is one), `undefined` where it begins before the script.
   */
  spanOf(start: LineAndColumn, end: LineAndColumn): Span | undefined;
}

export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/** Returns the scripts of the RUN instructions (of triggers too) that a POSIX shell reads and that are no syntax error. */
export function checkableScripts(model: DockerfileModel): readonly CheckableScript[] {
  return model.file.instructions.flatMap((instruction): readonly CheckableScript[] => {
    const own = instruction.trigger ?? instruction;
    if (own.keyword !== 'RUN') return [];
    const script = model.scriptOf(instruction);
    const dialect = shellDialectOf(model, instruction, script);
    const { tree } = script;
    if (dialect === undefined || tree === undefined || tree.source.text.trim() === '') return [];
    const head = prelude(model.stateBefore(instruction));
    // A shebang counts in the first line only; which shell it names is known already.
    const body = tree.source.text.replace(/^(\s*)#!/, '$1##').replace(/\r(?=\n)/g, ' ');
    const starts = lineStarts(body);
    const indexOf = ({ line, column }: LineAndColumn): number | undefined => {
      const start = starts[line - head.length - 1];
      return start === undefined ? undefined : start + unitsOf(body.slice(start), column - 1);
    };
    return [
      {
        instruction,
        dialect,
        text: [...head, body].join('\n'),
        spanOf: (from, to) => {
          const start = indexOf(from);
          if (start === undefined) return undefined;
          // What is missing has a place but no width: the character there is shown.
          const end = Math.max(Math.min(start + 1, body.length), indexOf(to) ?? start);
          return tree.source.spanOf(start, end);
        },
      },
    ];
  });
}

// $'...', [[, ==, &>, echo flags, pipefail, local, source, slices, replacements, $RANDOM and the like, read options,
// printf %q is not among them (busybox 1.36, shell/ash.c and its configuration in Alpine).
const BUSYBOX: ReadonlySet<number> = new Set([
  2112, 3001, 3003, 3010, 3014, 3015, 3020, 3028, 3036, 3037, 3040, 3043, 3045, 3046, 3051, 3057, 3060,
]);

/** Tells whether BusyBox knows what ShellCheck, which takes it for a plain POSIX shell, reports under the number `code`. */
export function isKnownToBusybox(code: number): boolean {
  return BUSYBOX.has(code);
}

/** One line for each variable that ARG, ENV or the base image sets, and the options that SHELL turns on. */
function prelude({ env, args, shell }: StageState): readonly string[] {
  const variables = new Map([...args, ...env]);
  const lines = [...variables].flatMap(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) return [];
    const isKnown = value !== undefined && !/[\r\n]/.test(value);
    return [isKnown ? `export ${name}='${value.replaceAll("'", `'"'"'`)}'` : `read -r ${name}`];
  });
  const options = shell.slice(1, -1).filter((word) => /^-[a-z]*e/.test(word));
  return [
    ...lines,
    ...(options.length > 0 ? ['set -e'] : []),
    ...(shell.includes('pipefail') ? ['set -o pipefail'] : []),
  ];
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** UTF-16 units of the first `count` characters of `text`. */
function unitsOf(text: string, count: number): number {
  let units = 0;
  for (const character of text) {
    if (count-- <= 0) break;
    units += character.length;
  }
  return units;
}
