import { insertLinesBefore } from '../lint/rewrite';
import { defaultPort } from '../knowledge/ports';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { startCommands } from '../model/effective-start';
import type { ShellCommand } from '../shell/shell';

export default defineRule({
  id: 'no-port-exposed',
  aliases: ['dockerfile-roast/DF022', 'projectatomic/required_instruction_expose'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['CMD', 'ENTRYPOINT'],
  summary: 'A server is started, and no port is exposed.',
  docs: `
EXPOSE opens nothing. It tells people and programs on which port the container listens: \`docker run -P\`, proxies that look
at the image, and whoever reads the file. Reported where the command starts a known server, neither the file nor the base
image has EXPOSE.

**When to ignore:** where the port is set from outside.

**The fix** adds the port that the command names, or else the one that the server has by default.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nRUN pip install gunicorn\nCMD ["gunicorn", "app:app"]\n',
      good: 'FROM python:3.13-slim\nRUN pip install gunicorn\nEXPOSE 8000\nCMD ["gunicorn", "app:app"]\n',
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    if (stage?.facts === undefined || stage.facts.config.exposedPorts.length > 0) return;
    const instructions = stageChain(stage).flatMap((one) => one.instructions);
    if (instructions.some(({ keyword }) => keyword === 'EXPOSE' || keyword === 'ONBUILD')) return;
    for (const { instruction, command } of startCommands(model, stage)) {
      const usual = command.name === undefined ? undefined : defaultPort(command.name);
      if (usual === undefined || command.nameWord === undefined) continue;
      const port = portOf(command, usual);
      yield {
        span: command.nameWord.span,
        message: `${command.name ?? 'The server'} listens on a port, and no EXPOSE says on which.`,
        fixes:
          port === undefined
            ? []
            : [
                {
                  title: `Add EXPOSE ${port}`,
                  applicability: 'review',
                  because:
                    'The port is the one that the command names, or else the one that the server has by default.',
                  edits: [insertLinesBefore(file, instruction, [`EXPOSE ${port}`])],
                },
              ],
      };
      return;
    }
  },
});

/** The port that the words name; `undefined` where they name one that is not literal, or a socket. */
function portOf({ args }: ShellCommand, usual: number): number | undefined {
  const words = args.map(({ value, text }) => value ?? text);
  const at = words.findIndex((word) =>
    /^(?:-b|-p|-l|--?(?:bind|port|listen|address|http\.port|bind-address))(?:=|$)/.test(word),
  );
  if (at === -1) return words.some((word) => word.includes('$')) ? undefined : usual;
  const given = words[at]?.includes('=') === true ? words[at] : words[at + 1];
  const [, port] = /(?:^|[:=])(\d{2,5})$/.exec(given ?? '') ?? [];
  return port === undefined ? undefined : Number(port);
}
