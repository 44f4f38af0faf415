import type { ShellScript } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { shellProgramOf } from './declared-shell';
import { isBuiltBelow } from './history';
import type { DockerfileModel } from './model';
import { instructionsWhere } from './decided';
import { runShellOf } from './run-shell';

/** The language of a script; `sh` where it is a POSIX shell and the text does not tell which. */
export type ShellDialect = 'bash' | 'dash' | 'busybox' | 'ksh' | 'sh';

const DIALECTS: ReadonlyMap<string, ShellDialect> = new Map([
  ['bash', 'bash'],
  ['dash', 'dash'],
  ['ash', 'busybox'],
  ['ksh', 'ksh'],
]);

/** Returns the language that `script` of `instruction` is read in, `undefined` where no POSIX shell reads it. */
export function shellDialectOf(
  model: DockerfileModel,
  instruction: Instruction,
  script: ShellScript,
): ShellDialect | undefined {
  const stage = model.stageOf(instruction);
  if (script.tree === undefined || stage?.facts?.distribution.family === 'windows') return undefined;
  const program = shellProgramOf(model, instruction);
  const name = interpreterOf(script) ?? program.slice(program.lastIndexOf('/') + 1);
  if (name !== 'sh') return DIALECTS.get(name);
  const kind = runShellOf(model, instruction)?.kind;
  if (kind === undefined || kind === 'other') return 'sh';
  // What took the place of /bin/sh is mostly bash.
  return shellReplacements(model).some((earlier) => isBuiltBelow(model, earlier, instruction)) ? 'sh' : kind;
}

/** The program that `#!` names at the head of a heredoc. */
function interpreterOf({ source, tree }: ShellScript): string | undefined {
  if (source !== 'heredoc') return undefined;
  return /^\s*#!\s*(?:\S*\/env\s+(?:-\S+\s+)*)?(?:\S*\/)?(\S+)/.exec(tree?.source.text ?? '')?.[1];
}

/** The instructions that put another program in the place of /bin/sh. */
const shellReplacements = instructionsWhere((model, instruction) =>
  model.scriptOf(instruction).commands.some(({ name, args }) => {
    const values = args.flatMap(({ value }) => value ?? []);
    if (name === 'dpkg-reconfigure') return values.includes('dash');
    return /^(?:ln|cp|mv|install)$/.test(name ?? '') && /^(?:\/usr)?\/bin\/sh$/.test(values.at(-1) ?? '');
  }),
);
