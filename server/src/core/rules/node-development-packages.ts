import type { BuildContext } from '../context/build-context';
import { compareVersions } from '../knowledge/image-reference-parts';
import { developmentServerOf } from '../knowledge/dev-servers';
import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { isDevelopmentStage, startCommands } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import { serverOfScript } from '../model/package-scripts';
import type { PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage';
import { stageCopies } from '../model/stage-artifacts';
import { containerStart } from '../model/start';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'node-development-packages',
  aliases: ['dockerfile-doctor/DD067', 'dockerfile-roast/DF031'],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['npm', 'yarn', 'pnpm', 'bun'],
  summary: 'devDependencies are in the image that ships.',
  docs: `
\`npm ci\`, \`yarn install\` and \`pnpm install\` bring devDependencies as well: compilers, test runners and linters, often most of
\`node_modules\`. What runs in production needs none of them.

The last installation of a stage counts, in stages that ship and in those whose \`node_modules\` are copied to them. Silent with
\`--omit=dev\`, \`--production\`, \`NODE_ENV=production\`, after a \`prune\`, in stages for development, where a development server is
started, and where package.json in the build context has no devDependencies.

**When to ignore:** where the application compiles itself when it starts.

**The fix** adds the option, where no later step runs a script of package.json. \`NODE_ENV=production\` in front of a build step
would take the build's own tools away; install without devDependencies in another stage, or \`npm prune --omit=dev\` after the
build.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-slim\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model, context }) {
    const final = model.finalStage;
    if (final === undefined || isDevelopmentStage(final) || hasNoDevelopmentPackages(context)) return;
    const start = containerStart(model, final, context);
    if (start.isInteractive || !start.isSet || isDevelopmentStart(model, final, context)) return;
    const copied = stageCopies(model).flatMap(({ content, from, to }) =>
      content?.kind === 'node-modules' && to.isShipped ? [from] : [],
    );
    const seen = new Set<Instruction>();
    for (const stage of [final, ...copied]) {
      const chain = stageChain(stage).flatMap(({ instructions }) => instructions);
      const found = lastInstall(model, chain);
      if (found === undefined || seen.has(found.instruction)) continue;
      seen.add(found.instruction);
      const { instruction, operation } = found;
      const { command, verb, manager } = operation;
      if (isForProduction(model, instruction, operation, chain)) continue;
      const later = chain.slice(chain.indexOf(instruction));
      const isLast = !later.some((one) =>
        model
          .scriptOf(one)
          .commands.some(
            ({ name, span, args }) =>
              span.start > command.span.start &&
              (/^(?:npx|yarnpkg|tsc|ng|vite|webpack|gulp|grunt)$/.test(name ?? '') ||
                (/^(?:npm|yarn|pnpm|bun)$/.test(name ?? '') && !/^(?:cache|config|store)$/.test(args[0]?.value ?? ''))),
          ),
      );
      const { language } = stage.facts ?? {};
      const isOld = language?.name === 'Node.js' && compareVersions(language.version ?? '99', '15') < 0;
      // npm 6, which Node.js 14 has, passes over --omit.
      const option = manager.name === 'npm' && isOld ? '--only=production' : OPTIONS.get(manager.name);
      const end = verb ?? command.nameWord;
      const isNode = command.nameWord !== undefined && end !== undefined;
      if (!isNode) continue;
      yield {
        span: { start: command.nameWord.span.start, end: end.span.end },
        message: `${manager.name} brings devDependencies into the image that ships.`,
        fixes:
          isLast && option !== undefined && instruction.keyword === 'RUN'
            ? [
                {
                  title: `Add ${option}`,
                  applicability: 'review',
                  because: 'Whatever needs a package of devDependencies no longer runs.',
                  edits: [appendArgument(model.scriptOf(instruction), end, option)],
                },
              ]
            : [],
      };
    }
  },
});

/** What leaves devDependencies out; Yarn 2 and newer has `workspaces focus` instead. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['npm', '--omit=dev'],
  ['pnpm', '--prod'],
  ['bun', '--production'],
]);

function hasNoDevelopmentPackages(context: BuildContext | undefined): boolean {
  const manifest = context?.read('package.json');
  return manifest !== undefined && !/"devDependencies"\s*:\s*\{\s*"/.test(manifest);
}

function isDevelopmentStart(model: DockerfileModel, stage: Stage, context: BuildContext | undefined): boolean {
  return startCommands(model, stage).some(
    ({ argv }) =>
      developmentServerOf(argv) !== undefined ||
      serverOfScript(argv, context) !== undefined ||
      argv.some((word) =>
        /(?:^|[:/-])(?:dev|develop|serve|watch|test|nodemon|ts-node(?:-dev)?|tsx|storybook)(?:$|:)/.test(word),
      ),
  );
}

interface Install {
  readonly instruction: Instruction;
  readonly operation: PackageOperation;
}

/** The last one that installs what package.json lists; a later `prune` or removal takes devDependencies away. */
function lastInstall(model: DockerfileModel, chain: readonly Instruction[]): Install | undefined {
  let last: Install | undefined;
  for (const instruction of chain) {
    for (const operation of model.packageOperationsOf(instruction)) {
      const { manager, action, operands, subcommand, options } = operation;
      if (!/^(?:npm|yarn|pnpm|bun)$/.test(manager.name)) continue;
      const isGlobal = options.some(({ name }) => name === '-g' || name === '--global');
      if (/^prune\b/.test(subcommand)) last = undefined;
      else if (action === 'install' && operands.length === 0 && !isGlobal && !/^(?:global|add|fetch)/.test(subcommand))
        last = { instruction, operation };
    }
    const { commands } = model.scriptOf(instruction);
    if (commands.some(({ name, args }) => name === 'rm' && args.some(({ text }) => text.includes('node_modules'))))
      last = undefined;
    if (commands.some(({ name }) => /^(?:node-prune|modclean)$/.test(name ?? ''))) last = undefined;
  }
  return last;
}

const PRODUCTION =
  /^(?:NODE_ENV|(?:npm|NPM)_(?:config|CONFIG)_(?:production|PRODUCTION|omit|OMIT|only|ONLY)|YARN_PRODUCTION)$/;

function isForProduction(
  model: DockerfileModel,
  instruction: Instruction,
  { command, options }: PackageOperation,
  chain: readonly Instruction[],
): boolean {
  if (command.isConditional || command.args.some(({ value }) => value === undefined)) return true;
  const words = command.args.map(({ value }) => value ?? '');
  if (
    options.some(({ name, value }) => /^--(?:omit|only)$/.test(name) && /^(?:dev|prod|production)$/.test(value ?? ''))
  )
    return true;
  if (
    words.some((word) =>
      /^(?:--production(?:=true)?|--prod|-P|--omit=dev|--only=prod(?:uction)?|--no-dev|focus)$/.test(word),
    )
  )
    return true;
  const { env, args } = model.stateBefore(instruction);
  const isOn = (name: string, value: string | undefined): boolean =>
    PRODUCTION.test(name) &&
    (value === undefined ||
      /^(?:prod.*|dev|true|1)$/.test(name === 'NODE_ENV' ? value.replace(/^dev.*/, 'no') : value));
  if ([...env, ...args].some(([name, value]) => isOn(name, value))) return true;
  if (command.assignments.some(({ name, value }) => isOn(name, value?.value))) return true;
  const before = chain.slice(0, chain.indexOf(instruction) + 1).flatMap((one) => model.scriptOf(one).commands);
  return before.some(
    ({ name, args: given }) =>
      (name === 'export' && given.some(({ text }) => /^NODE_ENV=["']?prod/.test(text))) ||
      (/^(?:npm|yarn|pnpm)$/.test(name ?? '') &&
        given[0]?.value === 'config' &&
        given.some(({ text }) => /^(?:production|omit|only)/.test(text))),
  );
}
