import { insertLinesBefore } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { startCommands, type StartCommand } from '../model/effective-start';
import { signalName } from '../model/signals';
import type { Stage } from '../model/stage';
import type { ShellCommand } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'stop-signal-unsuited',
  aliases: ['tally/prefer-nginx-sigquit', 'tally/prefer-systemd-sigrtmin-plus-3'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['CMD', 'ENTRYPOINT'],
  summary: 'The program in the container takes the stop signal for something else than a calm end.',
  docs: `
\`docker stop\` sends STOPSIGNAL, SIGTERM where none is set. Some programs end calmly on another one:

| program | signal | what SIGTERM does |
| --- | --- | --- |
| nginx, openresty | SIGQUIT | ends at once, in the middle of requests |
| php-fpm | SIGQUIT | ends at once, in the middle of requests |
| httpd, apache2 | SIGWINCH | ends at once, in the middle of requests |
| systemd | SIGRTMIN+3 | starts itself anew; the container is killed after the grace period |

The official images of these programs set the signal already, and so do images built on them. Judged are ENTRYPOINT and CMD
in exec form: a shell in between does not pass signals on. An image whose settings are not known is not judged.

**When to ignore:** where the requests may be cut off, or a proxy in front has drained them.

**The fix** writes the signal, or adds the instruction.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y nginx\nCMD ["nginx", "-g", "daemon off;"]\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y nginx\nSTOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      bad: 'FROM fedora:40\nSTOPSIGNAL SIGTERM\nENTRYPOINT ["/sbin/init"]\n',
      good: 'FROM fedora:40\nSTOPSIGNAL SIGRTMIN+3\nENTRYPOINT ["/sbin/init"]\n',
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    if (stage === undefined || stage.facts?.distribution.family === 'windows') return;
    const start = startCommands(model, stage).find(
      ({ instruction, command }) =>
        instruction.exec !== undefined && !command.isNested && wanted(command, stage) !== undefined,
    );
    const signal = start === undefined ? undefined : wanted(start.command, stage);
    if (start === undefined || signal === undefined) return;
    const { instruction, value } = signalInForce(stage);
    // SIGKILL and SIGSTOP are what stop-signal-ungraceful speaks of.
    if (value === undefined || value === signal || value === 'SIGKILL' || value === 'SIGSTOP') return;
    yield {
      span: instruction?.words[0]?.span ?? start.command.nameWord?.span ?? start.instruction.keywordSpan,
      message: `${start.command.name === 'init' ? 'systemd' : (start.command.name ?? 'The program')} ends calmly on ${signal}, and docker stop sends ${value}.`,
      fixes: [fixOf(file, stage, start, instruction, signal)].flatMap((fix) => fix ?? []),
    };
  },
});

// nginx.org/en/docs/control.html; php-fpm(8); httpd.apache.org/docs/2.4/stopping.html; systemd(1), "Signals".
const SIGNALS: ReadonlyMap<string, string> = new Map([
  ['nginx', 'SIGQUIT'],
  ['openresty', 'SIGQUIT'],
  ['php-fpm', 'SIGQUIT'],
  ['httpd', 'SIGWINCH'],
  ['apache2', 'SIGWINCH'],
  ['systemd', 'SIGRTMIN+3'],
]);

function wanted({ name = '', nameWord }: ShellCommand, { facts }: Stage): string | undefined {
  if (name !== 'init') return SIGNALS.get(name);
  // Elsewhere (Alpine, busybox) it is another init, and `/init` is that of s6-overlay.
  const isSystemd =
    /^(?:\/usr)?\/sbin\/init$/.test(nameWord?.value ?? '') &&
    /^(?:debian|ubuntu|rhel|suse|arch)$/.test(facts?.distribution.family ?? '');
  return isSystemd ? SIGNALS.get('systemd') : undefined;
}

function signalInForce(stage: Stage): {
  readonly instruction: Instruction | undefined;
  readonly value: string | undefined;
} {
  const instruction = stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .findLast(({ keyword }) => keyword === 'STOPSIGNAL');
  const [word] = instruction?.words ?? [];
  if (instruction !== undefined && word !== undefined) {
    const text = word.text.includes('$') ? undefined : word.value;
    return { instruction, value: text === undefined ? undefined : signalName(text) };
  }
  const isKnown = stage.facts?.config.workdir !== undefined;
  const inherited = stage.facts?.config.stopSignal ?? (isKnown ? 'SIGTERM' : undefined);
  return { instruction: undefined, value: inherited };
}

function fixOf(
  file: Dockerfile,
  stage: Stage,
  { instruction: start }: StartCommand,
  instruction: Instruction | undefined,
  signal: string,
): Fix | undefined {
  const title = `Stop with ${signal}`;
  const because = 'The container is stopped in another way then.';
  const [word] = instruction?.words ?? [];
  if (word !== undefined) return { title, applicability: 'review', because, edits: [replace(word.span, signal)] };
  if (!stage.instructions.includes(start)) return undefined;
  const edits = [insertLinesBefore(file, start, [`STOPSIGNAL ${signal}`])];
  return { title, applicability: 'review', because, edits };
}
