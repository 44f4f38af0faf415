import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';

/** PowerShell code that a RUN executes. */
export interface PowerShellScript {
  readonly instruction: Instruction;
  readonly text: string;
  /** What runs before it: the code that SHELL holds. */
  readonly prelude: string;
  /** By the SHELL instruction in force, by `powershell -Command …` in another shell, or by the same as a JSON array. */
  readonly via: 'shell' | 'wrapper' | 'exec';
  /** The words that start it: the RUN's keyword, or the program of the wrapper. */
  readonly startSpan: Span;
  /** Returns the place of `[start, end)` of `text`, `undefined` where it has none of its own. */
  spanOf(start: number, end: number): Span | undefined;
}

/** Returns the PowerShell code of a RUN, `undefined` where it runs none, or a script file. */
export const powerShellOf: (model: DockerfileModel, instruction: Instruction) => PowerShellScript | undefined =
  remembered(read);

function read(model: DockerfileModel, outer: Instruction): PowerShellScript | undefined {
  const instruction = outer.trigger ?? outer;
  if (instruction.keyword !== 'RUN') return undefined;
  if (instruction.exec !== undefined) return execScript(instruction);
  const { shell } = model.stateBefore(outer);
  if (isPowerShell(shell[0])) return shellScript(model, instruction, shell);
  return wrapperScript(instruction, /(?:^|[\\/])cmd(?:\.exe)?$/i.test(shell[0] ?? ''));
}

function isPowerShell(program: string | undefined): boolean {
  return /(?:^|[\\/])(?:powershell|pwsh)(?:\.exe)?$/i.test(program ?? '');
}

function shellScript(model: DockerfileModel, instruction: Instruction, shell: readonly string[]): PowerShellScript {
  const prelude = shell.slice(1).join(' ');
  const [heredoc] = instruction.heredocs;
  const common = { instruction, prelude, via: 'shell', startSpan: instruction.keywordSpan } as const;
  if (heredoc !== undefined) {
    const { start, end } = heredoc.bodySpan;
    const spanOf = (from: number, to: number): Span => ({ start: start + from, end: start + to });
    return { ...common, text: model.file.text.slice(start, end), spanOf };
  }
  const { body, logical } = instruction;
  return { ...common, text: body.text, spanOf: (from, to) => logical.spanOf(body.start + from, body.start + to) };
}

const WRAPPER = /^@?((?:\S*[\\/])?(?:powershell|pwsh)(?:\.exe)?)(?=\s)/i;
const FLAG =
  /^\s+-(?:NoProfile|NoLogo|NonInteractive|NoExit|Sta|Mta|Login|(?:ExecutionPolicy|ExecPolicy|Exec|ep|ex|WindowStyle|Version|InputFormat|OutputFormat)\s+\S+)(?=\s|$)/i;

function wrapperScript(instruction: Instruction, isCmd: boolean): PowerShellScript | undefined {
  const { body, logical } = instruction;
  const match = WRAPPER.exec(body.text);
  if (match === null) return undefined;
  let at = match[0].length;
  for (let flag = FLAG.exec(body.text.slice(at)); flag !== null; flag = FLAG.exec(body.text.slice(at)))
    at += flag[0].length;
  const [command] = /^\s+-c(?:ommand)?(?=\s)/i.exec(body.text.slice(at)) ?? [];
  // pwsh takes a word without a flag for a file, powershell for a command.
  if (command === undefined && (/pwsh/i.test(match[1] ?? '') || !/^\s+[\w$&({]/.test(body.text.slice(at))))
    return undefined;
  at += command?.length ?? 0;
  const rest = ownText(body.text.slice(at), isCmd);
  const leading = rest.length - rest.trimStart().length;
  const trimmed = rest.trim();
  const isQuoted = /^(["'])(?:(?!\1).)*\1$/s.test(trimmed);
  const text = isQuoted ? trimmed.slice(1, -1) : trimmed;
  if (/^[^\s;]+\.ps1\b/i.test(text) || text === '') return undefined;
  const start = body.start + at + leading + (isQuoted ? 1 : 0);
  return {
    instruction,
    text,
    prelude: '',
    via: 'wrapper',
    startSpan: logical.spanOf(body.start + match[0].length - (match[1] ?? '').length, body.start + match[0].length),
    spanOf: (from, to) => logical.spanOf(start + from, start + to),
  };
}

/** Cuts `text` at the first operator of the outer shell. */
function ownText(text: string, isCmd: boolean): string {
  const operator = isCmd ? /^(?:"[^"]*"|[^"&|])*/ : /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^"'\\&|;])*/s;
  return operator.exec(text)?.[0] ?? text;
}

function execScript(instruction: Instruction): PowerShellScript | undefined {
  const [program, ...args] = instruction.exec ?? [];
  if (program === undefined || !isPowerShell(program.value)) return undefined;
  if (args.some(({ value }) => /^-f(?:ile)?$/i.test(value))) return undefined;
  const at = args.findIndex(({ value }) => /^-c(?:ommand)?$/i.test(value));
  const words = args.slice(at + 1);
  if (at === -1 || words.length === 0 || /\.ps1$/i.test(args[0]?.value ?? '')) return undefined;
  return {
    instruction,
    text: words.map(({ value }) => value).join(' '),
    prelude: '',
    via: 'exec',
    startSpan: program.span,
    spanOf: () => undefined,
  };
}

/** Returns the statements of PowerShell code: cut at `;` and line ends outside quotes, braces and parentheses. */
export function powerShellStatements(text: string): readonly string[] {
  const statements: string[] = [];
  let depth = 0;
  let current = '';
  for (const [token] of text.matchAll(/`[^]|'[^']*'|"(?:[^"`]|`[^])*"|#[^\n]*|\r?\n|[^]/g)) {
    if (/^[({]$/.test(token)) depth++;
    if (/^[)}]$/.test(token)) depth--;
    const isEnd =
      depth <= 0 && (token === ';' || (token.endsWith('\n') && !token.startsWith('`') && !/[|,]\s*$/.test(current)));
    if (!isEnd) current += token.startsWith('#') ? '' : token;
    else {
      statements.push(current.trim());
      current = '';
    }
  }
  statements.push(current.trim());
  return statements.filter((statement) => statement !== '');
}
