import type { Fix } from '../lint/rule';
import type { ShellForm } from '../model/shell-forms';
import type { Stage } from '../model/stage';
import type { ShellWord } from '../shell/shell';
import { replace } from '../text/edit';

/** Returns the fix that writes the words of a command as a JSON array, where no shell has to read it. */
export function execFormFix({ stage, instruction, script }: ShellForm): Fix | undefined {
  const [command] = script.commands;
  if (command === undefined || script.commands.length > 1 || script.errors.length > 0) return undefined;
  if (command.assignments.length > 0 || command.redirects.length > 0 || command.pipe !== undefined) return undefined;
  if (instruction.innerComments.length > 0 || command.isNested || command.isConditional) return undefined;
  if (stage.facts?.distribution.family === 'windows' || stage.facts?.hasShell === false) return undefined;
  const all = [...command.wrappers, ...(command.nameWord === undefined ? [] : [command.nameWord]), ...command.args];
  // The exec form does what `exec` is there for.
  const words = all[0]?.value === 'exec' ? all.slice(1) : all;
  // Nothing but the words: no `&`, `;`, negation or subshell around them.
  const [first] = all;
  const last = words.at(-1);
  if (first === undefined || last === undefined || !words.every(isLiteral)) return undefined;
  if (first.span.start !== instruction.body.span.start || last.span.end !== instruction.body.span.end) return undefined;
  if (BUILT_INS.has(words[0]?.value ?? '')) return undefined;
  // In exec form ENTRYPOINT gets the words of CMD, which the shell form drops.
  const hasCommand = chain(stage).some(({ instructions }) => instructions.some(({ keyword }) => keyword === 'CMD'));
  if (instruction.keyword === 'ENTRYPOINT' && hasCommand) return undefined;
  return {
    title: 'Write the exec form',
    applicability: 'review',
    because: 'The program is started without a shell, as process 1: it gets the signals and has to act on them.',
    edits: [replace(instruction.body.span, `[${words.map(({ value }) => JSON.stringify(value)).join(', ')}]`)],
  };
}

function chain(stage: Stage): readonly Stage[] {
  return stage.parent === undefined ? [stage] : [...chain(stage.parent), stage];
}

function isLiteral(word: ShellWord): boolean {
  return word.value !== undefined && !word.hasGlob && !word.hasSubstitution && !/^~|^\{|[{},].*[{}]/.test(word.text);
}

// Words that only a shell knows.
const BUILT_INS: ReadonlySet<string> = new Set(
  '. : alias bg break cd command continue eval exec exit export fg getopts hash jobs local read readonly return set shift source trap type ulimit umask unset wait'.split(
    ' ',
  ),
);
