import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import type { BuildContext } from '../context/build-context';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';

export default defineRule({
  id: 'telemetry-not-disabled',
  aliases: ['tally/prefer-telemetry-opt-out'],
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  needs: ['RUN'],
  summary: 'A tool reports its use to its maker.',
  docs: `
Next.js, Bun, the .NET SDK, Gatsby, Nuxt and others send what they are used for to their makers unless a variable says no. In a
build that means requests which may hang or fail behind a proxy, and facts about the project that leave it.

The tools and their variables: \`bun\` (\`DO_NOT_TRACK\`), \`next\` (\`NEXT_TELEMETRY_DISABLED\`),
\`nuxt\` (\`NUXT_TELEMETRY_DISABLED\`), \`gatsby\` (\`GATSBY_TELEMETRY_DISABLED\`),
\`astro\` (\`ASTRO_TELEMETRY_DISABLED\`), \`turbo\` (\`TURBO_TELEMETRY_DISABLED\`),
\`wrangler\` (\`WRANGLER_SEND_METRICS\`), \`ng\` (\`NG_CLI_ANALYTICS\`), \`dotnet\` (\`DOTNET_CLI_TELEMETRY_OPTOUT\`),
\`pwsh\` (\`POWERSHELL_TELEMETRY_OPTOUT\`), \`az\` (\`AZURE_CORE_COLLECT_TELEMETRY\`),
\`sam\` (\`SAM_CLI_TELEMETRY\`), \`vcpkg\` (\`VCPKG_DISABLE_METRICS\`), \`brew\` (\`HOMEBREW_NO_ANALYTICS\`),
\`huggingface-cli\` (\`HF_HUB_DISABLE_TELEMETRY\`).

**When to ignore:** where the makers may know.

**The fix** sets the variables above the first step that needs them.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM node:22-slim\nRUN next build\n',
      good: 'FROM node:22-slim\nENV NEXT_TELEMETRY_DISABLED=1\nRUN next build\n',
    },
  ],
  *checkStage({ file, model, context }, stage) {
    const uses = stage.instructions
      .filter(({ keyword }) => keyword === 'RUN')
      .flatMap((instruction) => usesOf(model, instruction, context));
    const [first] = uses;
    if (first === undefined) return;
    const missing = [...new Set(uses.map(({ variable }) => variable))];
    const named = missing.map((variable) => `${variable}=${VALUES.get(variable) ?? '1'}`);
    yield {
      span: first.span,
      message: `${[...new Set(uses.map(({ tool }) => tool))].join(', ')} reports its use to its maker, as ${missing.join(', ')} is not set.`,
      fixes: [
        {
          title: `Set ${missing.join(', ')}`,
          applicability: 'review',
          because: 'The variables become part of the image where the stage ships.',
          edits: [insertLinesBefore(file, first.instruction, [`ENV ${named.join(' ')}`])],
        },
      ],
    };
  },
});

interface Use {
  readonly tool: string;
  readonly variable: string;
  readonly span: Span;
  readonly instruction: Instruction;
}

// Source: each tool's documentation of its telemetry.
const TOOLS: ReadonlyMap<string, string> = new Map([
  ['bun', 'DO_NOT_TRACK'],
  ['bunx', 'DO_NOT_TRACK'],
  ['next', 'NEXT_TELEMETRY_DISABLED'],
  ['nuxt', 'NUXT_TELEMETRY_DISABLED'],
  ['nuxi', 'NUXT_TELEMETRY_DISABLED'],
  ['gatsby', 'GATSBY_TELEMETRY_DISABLED'],
  ['astro', 'ASTRO_TELEMETRY_DISABLED'],
  ['turbo', 'TURBO_TELEMETRY_DISABLED'],
  ['wrangler', 'WRANGLER_SEND_METRICS'],
  ['ng', 'NG_CLI_ANALYTICS'],
  ['dotnet', 'DOTNET_CLI_TELEMETRY_OPTOUT'],
  ['pwsh', 'POWERSHELL_TELEMETRY_OPTOUT'],
  ['az', 'AZURE_CORE_COLLECT_TELEMETRY'],
  ['sam', 'SAM_CLI_TELEMETRY'],
  ['vcpkg', 'VCPKG_DISABLE_METRICS'],
  ['brew', 'HOMEBREW_NO_ANALYTICS'],
  ['huggingface-cli', 'HF_HUB_DISABLE_TELEMETRY'],
]);
const VALUES: ReadonlyMap<string, string> = new Map([
  ['WRANGLER_SEND_METRICS', 'false'],
  ['NG_CLI_ANALYTICS', 'false'],
  ['AZURE_CORE_COLLECT_TELEMETRY', '0'],
  ['SAM_CLI_TELEMETRY', '0'],
]);
const RUNNERS = /^(?:npx|bunx|pnpx|npm|pnpm|yarn)$/;
const MODELS = /^(?:transformers|huggingface[-_]hub|datasets|diffusers|sentence[-_]transformers|accelerate)\b/im;

function usesOf(model: DockerfileModel, instruction: Instruction, context: BuildContext | undefined): readonly Use[] {
  const { env, args } = model.stateBefore(instruction);
  return model.scriptOf(instruction).commands.flatMap(({ name, nameWord, args: words, assignments }) => {
    if (name === undefined || nameWord === undefined) return [];
    const values = words.map(({ value }) => value ?? '');
    // `npx next build`, `yarn exec next`, `pnpm dlx turbo`
    const isInstall = values.some((value) => /^(?:i|install|add|ci|remove|uninstall)$/.test(value));
    const inner = RUNNERS.test(name) && !isInstall ? values.find((value) => TOOLS.has(value)) : undefined;
    const tools = [name, ...(inner === undefined ? [] : [inner]), ...installed(name, values, context)];
    return tools.flatMap((tool) => {
      const variable = TOOLS.get(tool);
      if (variable === undefined || env.has(variable) || args.has(variable)) return [];
      if (assignments.some((assignment) => assignment.name === variable)) return [];
      return [{ tool, variable, span: nameWord.span, instruction }];
    });
  });
}

/** Libraries that a list of dependencies in the build context names. */
function installed(name: string, values: readonly string[], context: BuildContext | undefined): readonly string[] {
  if (!/^pip[\d.]*$/.test(name) || !values.includes('install')) return [];
  const lists = values.flatMap((value, index) =>
    value === '-r' || value === '--requirement' ? [values[index + 1]] : [],
  );
  return lists.some((list) => list !== undefined && MODELS.test(context?.read(list.replace(/^\.\//, '')) ?? ''))
    ? ['huggingface-cli']
    : [];
}
