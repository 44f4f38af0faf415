import { partOf } from '../text/anchor';
import { parseShell } from '../shell/parse-shell';
import type { ShellCommand, ShellScript, ShellWord } from '../shell/shell';
import { unwrap } from '../shell/wrappers';
import type { Heredoc, Instruction, Word } from '../syntax/dockerfile';
import { sliceLogical, plainText } from '../syntax/logical-text';
import type { LogicalText } from '../syntax/dockerfile';

const HOSTS: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** Returns the commands of RUN, CMD, ENTRYPOINT or HEALTHCHECK (of the trigger, for ONBUILD); an empty script for others. */
export function readScript(instruction: Instruction, text: string): ShellScript {
  if (instruction.trigger !== undefined) return readScript(instruction.trigger, text);
  if (!HOSTS.has(instruction.keyword)) return emptyScript(instruction);
  if (instruction.exec !== undefined) return execScript(instruction, instruction.exec);
  const start = instruction.healthType === undefined ? 0 : instruction.healthType.text.length;
  const body = sliceLogical(instruction.logical, instruction.body.start + start, instruction.body.end);
  const { heredocs } = instruction;
  const only = heredocs.length === 1 ? heredocs[0] : undefined;
  if (only !== undefined && /^\d*<<-?\s*\S+$/.test(body.text.trim())) return heredocScript(only, text, instruction);
  return parseShell(heredocs.length === 0 ? body : withHeredocs(body, heredocs, text), 'line');
}

function emptyScript(instruction: Instruction): ShellScript {
  return { commands: [], statements: [], errors: [], span: instruction.body.span, source: 'line', tree: undefined };
}

/** The body of `RUN <<EOF` is the script, unless its first line names another interpreter. */
function heredocScript(heredoc: Heredoc, text: string, instruction: Instruction): ShellScript {
  const body = text.slice(heredoc.bodySpan.start, heredoc.bodySpan.end);
  if (/^\s*#!(?!.*\b(?:ba|da|a|k)?sh\b)/.test(body)) return { ...emptyScript(instruction), source: 'heredoc' };
  return parseShell(plainText(body, heredoc.bodySpan), 'heredoc');
}

/** The shell gets the line and the bodies of its heredocs after it. */
function withHeredocs(body: LogicalText, heredocs: readonly Heredoc[], text: string): LogicalText {
  const first = heredocs[0]?.bodySpan ?? body.spanOf(0, 0);
  const last = heredocs.at(-1);
  const bodies = text.slice(first.start, (last?.terminatorSpan ?? last?.bodySpan)?.end ?? first.start);
  const split = body.text.length + 1;
  const offsetAt = (index: number): number => (index < split ? body.offsetAt(index) : first.start + index - split);
  return {
    text: `${body.text}\n${bodies}`,
    offsetAt,
    spanOf: (start, end) => {
      if (start < split && end <= split) return body.spanOf(start, Math.min(end, body.text.length));
      const from = offsetAt(start) - first.start;
      return partOf(first, from, end <= start ? from : offsetAt(end - 1) + 1 - first.start);
    },
  };
}

function execScript(instruction: Instruction, exec: readonly Word[]): ShellScript {
  const words: readonly ShellWord[] = exec.map((word) => ({
    text: word.text,
    value: word.value,
    span: word.span,
    isQuoted: true,
    hasGlob: false,
    variables: [],
    hasSubstitution: false,
  }));
  const span = instruction.body.span;
  const { wrappers, program, args, assignments } = unwrap(words);
  const command: ShellCommand = {
    name: program?.value?.slice(program.value.lastIndexOf('/') + 1),
    nameWord: program,
    args,
    wrappers,
    assignments,
    redirects: [],
    span,
    isConditional: false,
    isSubstitution: false,
    isNested: false,
    mayFail: false,
    pipe: undefined,
    statement: 0,
  };
  const inner = shellString(program, args);
  const nested =
    inner === undefined ? [] : parseShell(inner, 'exec').commands.map((found) => ({ ...found, isNested: true }));
  const commands = [command, ...nested];
  return {
    commands: words.length === 0 ? [] : commands,
    statements: words.length === 0 ? [] : [{ span, before: undefined, commands, isSimple: true }],
    errors: [],
    span,
    source: 'exec',
    tree: undefined,
  };
}

/** The script of `["sh", "-c", "..."]`, where the JSON string needs no escapes, so that places agree. */
function shellString(program: ShellWord | undefined, args: readonly ShellWord[]): LogicalText | undefined {
  if (!/^(?:.*\/)?(?:ba|da|a)?sh$/.test(program?.value ?? '')) return undefined;
  const flag = args.findIndex(({ value }) => /^-[a-z]*c$/.test(value ?? ''));
  const script = args[flag + 1];
  if (flag === -1 || script?.value === undefined) return undefined;
  const isOneToOne =
    script.text.slice(1, -1) === script.value && script.span.end - script.span.start === script.text.length;
  return isOneToOne ? plainText(script.value, partOf(script.span, 1, script.text.length - 1)) : undefined;
}
