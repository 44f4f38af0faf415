import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'install-scripts-allowed',
  aliases: ['sonar/S6505'],
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  needs: ['npm', 'yarn'],
  summary: 'Packages may run scripts of theirs while they are installed.',
  docs: `
npm and yarn run the \`preinstall\`, \`install\` and \`postinstall\` scripts of every package, the dependencies of dependencies
too: what most attacks by way of a taken-over package do. \`--ignore-scripts\` (or \`npm_config_ignore_scripts=true\`) leaves
them out; \`npm rebuild <package>\` runs those of the few packages that need it. pnpm 10 and Bun ask by default.

**When to ignore:** where native modules are built.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:22-slim\nRUN npm ci\n',
      good: 'FROM node:22-slim\nRUN npm ci --ignore-scripts\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const { env, args } = model.stateBefore(instruction);
    const isOff = SETTINGS.some((name) => OFF.test(env.get(name) ?? args.get(name) ?? ''));
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword) || isOff) return;
    for (const { manager, action, command, verb, hasOption } of model.packageOperationsOf(instruction)) {
      if ((manager.name !== 'npm' && manager.name !== 'yarn') || action !== 'install') continue;
      if (hasOption(['--ignore-scripts', '--ignore-scripts=true']) || command.nameWord === undefined) continue;
      if (command.args.some(({ value }) => value?.startsWith('--ignore-scripts') === true)) continue;
      if (command.assignments.some(({ name }) => SETTINGS.includes(name))) continue;
      yield {
        span: { start: command.nameWord.span.start, end: (verb ?? command.nameWord).span.end },
        message: `${manager.name} runs the install scripts of every package here.`,
      };
    }
  },
});

const SETTINGS: readonly string[] = ['npm_config_ignore_scripts', 'NPM_CONFIG_IGNORE_SCRIPTS', 'YARN_ENABLE_SCRIPTS'];
const OFF = /^(?:true|1|false|0)$/;
