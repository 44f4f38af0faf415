import { loopbackServers, type LoopbackServer } from '../knowledge/loopback-servers';
import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { startCommands, type StartCommand } from '../model/effective-start';
import type { ShellWord } from '../shell/shell';
import { replace } from '../text/edit';

const LOCAL = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?::\d+)?$/;

export default defineRule({
  id: 'server-unreachable',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'The server listens inside the container only.',
  docs: `
127.0.0.1 is the container's own loopback address. A server that listens there starts, logs, and answers health checks
inside the container, but no published port reaches it: \`docker run -p\` sends to another address. flask, uvicorn, gunicorn,
Django's runserver, vite and others listen there unless they are told otherwise.

**When to ignore:** where the address is set in a file of settings, or the container shares a network with its only client.

**The fix** adds the option that listens on all addresses of the container. Which of them the world reaches is decided when
it starts.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nCMD ["uvicorn", "app:app", "--port", "80"]\n',
      good: 'FROM python:3.13-slim\nCMD ["uvicorn", "app:app", "--port", "80", "--host=0.0.0.0"]\n',
    },
  ],
  *checkStage({ model }, stage) {
    const state = model.finalState(stage);
    for (const start of startCommands(model, stage)) {
      if (model.stageOf(start.instruction) !== stage) continue;
      const server = loopbackServers.find(({ words }) => startsWith(start, words));
      if (server === undefined || server.variables.some((name) => state.env.has(name) || state.args.has(name)))
        continue;
      // Anything may stand behind a variable.
      if (start.words.some(({ value }) => value === undefined)) continue;
      const given = addressOf(start, server);
      if (given !== undefined && !LOCAL.test(given.value)) continue;
      // The images of jekyll wrap the program and give it the address.
      if (
        server.words[0] === 'jekyll' &&
        /(?:^|\/)jekyll\/(?:jekyll|builder|minimal)(?:[:@]|$)/.test(stage.image?.text ?? '')
      )
        continue;
      const [first] = start.words;
      const last = start.words.at(-1);
      if (first === undefined || last === undefined) continue;
      const span = given?.word.span ?? first.span;
      const message = `${start.command.name ?? 'The server'} listens on ${given?.value ?? '127.0.0.1'}, which no published port reaches.`;
      const edits =
        given !== undefined
          ? [replace(given.word.span, given.word.text.replace(given.value, given.value.replace(LOCAL, anyAddress)))]
          : server.everywhere === undefined
            ? undefined
            : [appendArgument(model.scriptOf(start.instruction), last, server.everywhere)];
      const because = 'The server can be reached from everywhere that the container can be reached from.';
      yield {
        span,
        message,
        ...(edits === undefined
          ? {}
          : { fixes: [{ title: 'Listen on all addresses', applicability: 'review', because, edits }] }),
      };
    }
  },
});

function anyAddress(address: string): string {
  const [, port = ''] = /(:\d+)$/.exec(address.startsWith('[') || !address.startsWith('::') ? address : '') ?? [];
  return `0.0.0.0${port}`;
}

function startsWith({ argv }: StartCommand, words: readonly string[]): boolean {
  const plain = argv
    .filter((word, i) => i === 0 || !word.startsWith('-'))
    .map((word) => word.slice(word.lastIndexOf('/') + 1));
  const isPython = /^python[\d.]*$/.test(plain[0] ?? '');
  const command = isPython ? plain.slice(1) : plain;
  if (!words.every((word, i) => command[i] === word)) return false;
  // A bare `vite` serves, `vite build` does not.
  return words[0] !== 'vite' || command.length === 1 || /^(?:dev|serve|preview)$/.test(command[1] ?? '');
}

/** The address that an option or an operand gives, with the word that holds it. */
function addressOf(
  { words, argv }: StartCommand,
  { options, words: names }: LoopbackServer,
): { readonly value: string; readonly word: ShellWord } | undefined {
  for (const [i, word] of words.entries()) {
    const text = argv[i] ?? '';
    const next = words[i + 1];
    const nextText = argv[i + 1];
    for (const option of options) {
      if (text === option) {
        // vite's `--host` alone means all addresses.
        if (next === undefined || nextText === undefined || nextText.startsWith('-')) return { value: '', word };
        return { value: nextText, word: next };
      }
      if (text.startsWith(`${option}=`)) return { value: text.slice(option.length + 1), word };
      if (/^-\w$/.test(option) && text.startsWith(option)) return { value: text.slice(2), word };
    }
    if (names.includes('runserver') && /^(?:[\w.-]+|\[[\w:]+\]):\d+$/.test(text)) return { value: text, word };
    if (names.includes('runserver') && i > 1 && text === '0') return { value: text, word };
  }
  return undefined;
}
