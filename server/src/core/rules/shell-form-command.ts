import { defineRule, type Fix } from '../lint/rule';
import { readNearJson } from '../model/json-form';
import type { Stage } from '../model/stage';
import type { ShellScript, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'shell-form-command',
  aliases: [
    'hadolint/DL3025',
    'buildkit/JSONArgsRecommended',
    'tally/buildkit/JSONArgsRecommended',
    'kics/not_using_json_in_cmd_and_entrypoint_arguments',
    'sonar/S7019',
    'semgrep/prefer-json-notation',
  ],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'CMD or ENTRYPOINT runs in a shell, which keeps signals from the program.',
  docs: `
\`CMD node server.js\` starts \`/bin/sh -c "node server.js"\`. Many shells stay in between as process 1: SIGTERM reaches the
shell, the program goes on, and after ten seconds Docker kills it in the middle of its work. An ENTRYPOINT in shell form
also drops CMD and the arguments of \`docker run\`.

A command that begins with \`exec\` replaces the shell and is left alone, and so are stages whose author chose a SHELL,
and a CMD of one command where \`sh\` is bash (Red Hat, Fedora, CentOS): bash replaces itself.

**When to ignore:** where the command needs the shell and handles signals itself, or where nothing is lost when it is
killed.

**The fix** writes the words as a JSON array, where the command is a single one without variables, pipes, redirections and
patterns, so that no shell has to read it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nCOPY server.js .\nCMD node server.js\n',
      good: 'FROM node:22-slim\nCOPY server.js .\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model }) {
    for (const stage of model.stages) {
      if (!stage.isShipped) continue;
      for (const instruction of stage.instructions) {
        const { keyword, exec, body } = instruction;
        if ((keyword !== 'CMD' && keyword !== 'ENTRYPOINT') || exec !== undefined || body.text === '') continue;
        // A list in brackets is meant to be the exec form: another rule speaks of it.
        if (readNearJson(body.text) !== undefined || model.stateBefore(instruction).shellInstruction !== undefined)
          continue;
        const script = model.scriptOf(instruction);
        if (/^exec\s/.test(body.text)) continue;
        if (isReplaced(stage, instruction, script)) continue;
        const fix = fixOf(stage, instruction, script);
        yield {
          span: body.span,
          message: `${keyword} starts a shell, which gets the signals instead of ${script.statements.at(-1)?.commands[0]?.name ?? 'the program'}.`,
          ...(fix === undefined ? {} : { fixes: [fix] }),
        };
      }
    }
  },
});

/** The `sh` of these distributions is bash, which becomes the only command it is given: the program gets the signals. */
function isReplaced({ facts }: Stage, { keyword }: Instruction, { commands, errors }: ShellScript): boolean {
  const [command] = commands;
  return (
    keyword === 'CMD' &&
    facts?.distribution.family === 'rhel' &&
    commands.length === 1 &&
    errors.length === 0 &&
    command?.pipe === undefined &&
    command?.isNested === false
  );
}

function fixOf(stage: Stage, instruction: Instruction, script: ShellScript): Fix | undefined {
  const [command] = script.commands;
  if (command === undefined || script.commands.length > 1 || script.errors.length > 0) return undefined;
  if (command.assignments.length > 0 || command.redirects.length > 0 || command.pipe !== undefined) return undefined;
  if (instruction.innerComments.length > 0 || command.isNested || command.isConditional) return undefined;
  if (stage.facts?.distribution.family === 'windows' || stage.facts?.hasShell === false) return undefined;
  const words = [...command.wrappers, ...(command.nameWord === undefined ? [] : [command.nameWord]), ...command.args];
  // Nothing but the words: no `&`, `;`, negation or subshell around them.
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined || !words.every(isLiteral)) return undefined;
  if (first.span.start !== instruction.body.span.start || last.span.end !== instruction.body.span.end) return undefined;
  if (BUILT_INS.has(first.value ?? '')) return undefined;
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
