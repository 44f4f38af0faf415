import { packageScripts } from '../model/package-scripts';
import { parseShell } from '../shell/parse-shell';
import type { ShellCommand } from '../shell/shell';
import { detachedText } from '../syntax/logical-text';
import { MANAGERS, scriptName } from './node-project';
import type { Source } from './source';
import { scriptPrograms } from './started-names';

/*
 * What a container with Node starts in the end: the words of its commands, through the scripts of package.json. A globally
 * installed program is left behind only where they show that nothing starts it.
 */

/** Returns all words that the start names, through package.json's scripts, `undefined` where a script's text is not at hand. */
export function startedWords(source: Source): ReadonlySet<string> | undefined {
  const { started, context } = source;
  const scripts = packageScripts(context?.read('package.json'));
  const words = new Set(scriptPrograms(source));
  const hasContext = context !== undefined;
  const isRead = started.every((command) => readCommand(command, { scripts, words, hasContext, depth: 0 }));
  return isRead ? words : undefined;
}

interface Reading {
  readonly scripts: Readonly<Record<string, unknown>> | undefined;
  readonly words: Set<string>;
  readonly hasContext: boolean;
  readonly depth: number;
}

function readCommand(command: ShellCommand, reading: Reading): boolean {
  const { scripts, words, hasContext, depth } = reading;
  const own = [command.nameWord, ...command.args].flatMap((word) =>
    word === undefined ? [] : [word.value ?? word.text],
  );
  for (const word of own) words.add(word.replace(/^.*\/(?=[^/]+$)/, ''));
  const { name } = command;
  if (name === undefined) return command.nameWord === undefined;
  const isScriptFile = /\.(?:ba|da|a)?sh$|entrypoint/i.test(command.nameWord?.value ?? '') || isShellFile(command);
  // Scripts of the context are read elsewhere, for all recipes.
  if (isScriptFile) return hasContext;
  if (!MANAGERS.has(name)) return true;
  const script = scriptName(command);
  // npx and the like start a program by its name.
  if (script === undefined) return ['npx', 'pnpx', 'bunx'].includes(name);
  const around = [`pre${script}`, script, `post${script}`];
  if (typeof scripts?.[script] !== 'string' || depth > 4) return false;
  return around.every((one) => {
    const text = scripts[one];
    if (typeof text !== 'string') return true;
    return parseShell(detachedText(text), 'heredoc').commands.every((inner) =>
      readCommand(inner, { ...reading, depth: depth + 1 }),
    );
  });
}

/** `sh start.sh`: what `sh -c` starts stands among the commands by itself. */
function isShellFile({ name = '', args }: ShellCommand): boolean {
  if (!/^(?:ba|da|a|z)?sh$/.test(name)) return false;
  const texts = args.map(({ value, text }) => value ?? text);
  return !texts.some((text) => /^-\w*c$/.test(text)) && texts.some((text) => !text.startsWith('-'));
}
