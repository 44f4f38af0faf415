import { findToken, isSecretNameToBuildKit } from '../knowledge/secrets';
import { defineRule } from '../lint/rule';
import { isLikelySecret } from '../model/secret-variables';

const BUILDKIT = ['buildkit/SecretsUsedInArgOrEnv', 'tally/buildkit/SecretsUsedInArgOrEnv'];
const OTHERS = ['hadolint/DL3064', 'semgrep/secret-in-build-arg'];

export default defineRule({
  id: 'secret-like-name',
  aliases: [...BUILDKIT, ...OTHERS],
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  needs: ['ENV', 'ARG'],
  summary: 'A variable is called like a secret, although its value does not look like one.',
  docs: `
\`GPG_KEY=7169605F62C7...\` is the fingerprint of a public key, \`KEY_NAME\` says where a secret is, and \`ENV PASSWORD=\` holds
nothing. None of them gives anything away, but \`docker build\` warns of them all: its check SecretsUsedInArgOrEnv reads names
only. This rule repeats that warning where \`secret-in-environment\`, which reads values too, sees no secret.

**When to ignore:** nearly always; turn it on where a build has to pass BuildKit's check. Another name ends the warning.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305\n',
      good: 'FROM debian:bookworm-slim\nENV GPG_FINGERPRINT=7169605F62C751356D054A26A821E680E5FA6305\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const { keyword, pairs } = instruction;
    if (keyword !== 'ENV' && keyword !== 'ARG') return;
    // BuildKit does not look at the arguments of FROM.
    const isOfFrom = model.stageOf(instruction) === undefined;
    for (const { key, keySpan, value } of pairs) {
      if (!isSecretNameToBuildKit(key) || isLikelySecret(model, instruction, { key, value })) continue;
      if (value !== undefined && findToken(value) !== undefined) continue;
      yield {
        span: keySpan,
        message: `${isOfFrom ? 'hadolint' : 'BuildKit'} takes ${key} for a secret, by its name alone.`,
        aliases: isOfFrom ? OTHERS : [...BUILDKIT, ...OTHERS],
      };
    }
  },
});
