import { findToken, isSecretNameToBuildKit } from '../knowledge/secrets';
import { defineRule } from '../lint/rule';
import { isLikelySecret } from '../model/secret-variables';

const BUILDKIT = ['buildkit/SecretsUsedInArgOrEnv', 'tally/buildkit/SecretsUsedInArgOrEnv'];
const BY_NAME = ['hadolint/DL3064', 'semgrep/secret-in-build-arg'];
const ALWAYS = ['trivy/DS-0031', 'sonar/S6472', 'sonar/S6437', 'tally/secrets-in-code'];

export default defineRule({
  id: 'secret-in-environment',
  aliases: [...BUILDKIT, ...BY_NAME, ...ALWAYS],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['ENV', 'ARG'],
  summary: 'A secret is given as ARG or ENV, where everybody with the image can read it.',
  docs: `
ENV is part of the image: \`docker inspect\` shows it, and every process of every container gets it. ARG is not, but its
value stands in the image's history and in the build cache, and in the provenance that BuildKit attaches. Deleting it in a
later step changes nothing.

A secret that the build needs goes into a secret mount, which leaves no trace:
\`RUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci\`. One that the program needs is given
when the container starts.

The names are BuildKit's (\`*_TOKEN\`, \`*_PASSWORD\`, \`*_KEY\`, \`*_SECRET\`, ...) with a few more. Names that say where or what
a secret is (\`PASSWORD_FILE\`, \`KEY_NAME\`, \`PUBLIC_KEY\`, \`GPG_KEY\`) are left out, and so are variables that ENV leaves empty;
values that have the shape of a known token are reported whatever their name.

**When to ignore:** where the value is public.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:22-slim\nARG NPM_TOKEN\nRUN npm ci\n',
      good: 'FROM node:22-slim\nRUN --mount=type=secret,id=npm_token npm ci\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const { keyword, pairs } = instruction;
    if (keyword !== 'ENV' && keyword !== 'ARG') return;
    for (const { key, keySpan, value, valueSpan } of pairs) {
      // BuildKit does not look at the arguments of FROM.
      const isOfFrom = model.stageOf(instruction) === undefined;
      const named = isSecretNameToBuildKit(key) ? [...(isOfFrom ? [] : BUILDKIT), ...BY_NAME] : [];
      const aliases = [...named, ...ALWAYS];
      const token = value === undefined ? undefined : findToken(value);
      if (token !== undefined && valueSpan !== undefined) {
        yield {
          span: valueSpan,
          message: `${key} holds a ${token.what}, for everybody with the image to read.`,
          aliases,
        };
        continue;
      }
      if (!isLikelySecret(model, instruction, { key, value })) continue;
      const where = keyword === 'ENV' ? 'in the image' : "in the image's history";
      yield {
        span: keySpan,
        message: `${key} looks like a secret, and ${keyword} leaves its value ${where}.`,
        aliases,
      };
    }
  },
});
