import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { originOf } from '../model/context-origin';
import { startCommands, type StartCommand } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import { packageScripts } from '../model/package-scripts';
import { directoryOf, joinPath } from '../model/paths';
import type { ShellWord } from '../shell/shell';

export default defineRule({
  id: 'package-script-missing',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'The container starts a script that package.json does not have.',
  docs: `
\`npm run serve\` ends with "Missing script" where package.json has no script of this name. The image builds all the same, and
the container stops at once.

The build context is read for it: the package.json that COPY brings to the working directory. \`npm start\` without a script
of its own starts \`server.js\`, and is reported where there is none.

**When to ignore:** where another package.json is mounted when the container starts.
`,
  needs: ['npm', 'yarn', 'pnpm'],
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "run", "serve"]\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "run", "start"]\n',
      context: { 'package.json': '{"scripts": {"start": "node index.js"}}\n' },
    },
  ],
  *check({ model, context }) {
    const stage = model.finalStage;
    const [start] = stage === undefined ? [] : startCommands(model, stage);
    const called = start === undefined ? undefined : calledScript(start);
    if (stage === undefined || context === undefined || called === undefined || mayWriteManifest(model)) return;
    const manifest = joinPath(model.finalState(stage).workdir, 'package.json');
    const origin = manifest === undefined ? undefined : originOf(model, stage, manifest, context);
    if (manifest === undefined || origin?.kind !== 'context') return;
    const scripts = packageScripts(context.read(origin.path));
    if (scripts === undefined || called.name in scripts) return;
    const server = joinPath(directoryOf(manifest), 'server.js') ?? '';
    const hasServer = originOf(model, stage, server, context).kind !== 'absent';
    if (called.name === 'start' && called.manager !== 'yarn' && hasServer) return;
    const others = Object.keys(scripts).slice(0, 5).join(', ');
    yield {
      span: called.word.span,
      message: `${origin.path} has no script "${called.name}"${others === '' ? '' : `, only ${others}`}.`,
    };
  },
});

interface CalledScript {
  readonly manager: string;
  readonly name: string;
  readonly word: ShellWord;
}

/** The script of `npm run x`, where no option leads to another package.json. */
function calledScript({ command, words, argv }: StartCommand): CalledScript | undefined {
  const [program = '', ...rest] = argv;
  const manager = program.slice(program.lastIndexOf('/') + 1);
  if (!/^(?:npm|yarn|pnpm)$/.test(manager) || command.isConditional || command.isNested) return undefined;
  const end = rest.indexOf('--');
  const own = end === -1 ? rest : rest.slice(0, end);
  // Other options choose a directory or a workspace, or have a value that reads like a name.
  if (own.some((word) => word.startsWith('-') && !/^(?:-s|--silent|-q|--quiet|--production)$/.test(word))) {
    const name = own.findIndex((word) => !word.startsWith('-') && word !== 'run' && word !== 'run-script');
    if (manager === 'npm' || name === -1 || own.slice(0, name).some((word) => word.startsWith('-'))) return undefined;
  }
  const names = own.filter((word) => !word.startsWith('-'));
  const isRun = names[0] === 'run' || names[0] === 'run-script';
  const name = isRun ? names[1] : names[0];
  if (name === undefined) return undefined;
  // Without "run" npm knows few scripts; Yarn and pnpm run programs of the dependencies by the same words.
  const isScript =
    isRun && manager !== 'yarn' ? true : name === 'start' || (manager !== 'npm' && /^\w+:[\w:-]+$/.test(name));
  const word = words[1 + rest.indexOf(name)];
  return isScript && word?.value === name && /^[\w:.-]+$/.test(name) ? { manager, name, word } : undefined;
}

/** A step may write package.json, or make a whole project. */
function mayWriteManifest(model: DockerfileModel): boolean {
  return model.stages
    .flatMap((stage) => stageChain(stage).flatMap(({ instructions }) => instructions))
    .some(
      (instruction) =>
        instruction.keyword === 'ONBUILD' ||
        (instruction.keyword === 'RUN' &&
          model
            .scriptOf(instruction)
            .commands.some(
              ({ name, args, redirects }) =>
                [...args, ...redirects.flatMap(({ target }) => target ?? [])].some(({ text }) =>
                  /package\.json|\bpackage\*|\binit\b|\bcreate\b|\bpkg\b|\bclone\b|^new$/.test(text),
                ) || /^(?:cp|mv|git|tar|unzip|degit|curl|wget)$/.test(name ?? 'git'),
            )),
    );
}
