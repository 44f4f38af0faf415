import { defineRule } from '../lint/rule';
import { removeFlag } from '../model/flags';
import { parsePlatform } from '../model/platform';
import { variableUses } from '../model/variables';

export default defineRule({
  id: 'constant-platform',
  aliases: [
    'buildkit/FromPlatformFlagConstDisallowed',
    'tally/buildkit/FromPlatformFlagConstDisallowed',
    'hadolint/DL3029',
    'tally/hadolint/DL3029',
    'kics/using_platform_with_from',
    'semgrep/avoid-platform-with-from',
    'dockerfile-roast/DF061',
    'whalelint/STS003',
    'docker-parfum/DL3029',
  ],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['FROM'],
  summary: 'FROM names one platform, so the image is never built for another.',
  docs: `
With \`--platform=linux/amd64\` in the file, \`docker build --platform=linux/arm64\` still takes the amd64 image: what comes out
is called arm64 and holds amd64 programs, which are emulated or do not start. Whoever builds says the platform:
\`docker build --platform\`, \`platforms:\` of compose or bake.

As BuildKit's own check, the rule is silent where the platform is a variable (\`$BUILDPLATFORM\` for a stage that cross-compiles),
and where the stage's name says its system or architecture (\`AS build-arm64\`).

**When to ignore:** where the image exists for one platform only.

**The fix** removes the flag.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM --platform=linux/amd64 alpine:3.22\n',
      good: 'FROM --platform=$BUILDPLATFORM alpine:3.22\n',
    },
  ],
  *checkStage({ file }, { from, name = '' }) {
    const flag = from.flags.find((one) => one.name === 'platform');
    if (flag?.value === undefined || variableUses(flag.value, file.escape).length > 0) return;
    const platform = parsePlatform(flag.value.replace(/["']/g, ''));
    if (platform === undefined) return;
    if (name.includes(platform.system) || name.includes(platform.architecture)) return;
    yield {
      span: flag.span,
      message: `The stage is built for ${flag.value} whatever platform the build asks for.`,
      fixes: [
        {
          title: 'Remove --platform',
          applicability: 'review',
          because: 'The stage is then built for the platform of the build, which the base image may not have.',
          edits: [removeFlag(file, flag)],
        },
      ],
    };
  },
});
