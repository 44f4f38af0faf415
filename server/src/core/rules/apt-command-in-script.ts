import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

export default defineRule({
  id: 'apt-command-in-script',
  aliases: [
    'hadolint/DL3027',
    'tally/hadolint/DL3027',
    'checkov/CKV_DOCKER_9',
    'kics/run_using_apt',
    'semgrep/prefer-apt-get',
    'dockerfile-doctor/DD024',
  ],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['apt'],
  summary: 'apt is meant for terminals; its output and options may change.',
  docs: `
\`apt\` is the command for people: its manual page says that behaviour and output may change between versions, and it warns
of that itself whenever its output is no terminal. \`apt-get\` and \`apt-cache\` take the same words and stay as they are.

**When to ignore:** in an image that is thrown away at once.

**The fix** writes \`apt-get\`, or \`apt-cache\` for searches. \`apt upgrade\` also installs new dependencies, so there it
adds \`--with-new-pkgs\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt install -y curl && rm -rf /var/lib/apt/lists/*\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return;
    for (const { manager, command, subcommand, verb, operands } of model.packageOperationsOf(instruction)) {
      const { nameWord } = command;
      if (manager.name !== 'apt' || nameWord?.value === undefined) continue;
      const name = REPLACEMENT.get(subcommand);
      const directory = nameWord.value.slice(0, nameWord.value.lastIndexOf('/') + 1);
      const isPlain = nameWord.text === nameWord.value || nameWord.text === JSON.stringify(nameWord.value);
      const isSafe = !operands.some(({ text }) => text.includes('*'));
      const edits =
        name === undefined || !isPlain
          ? []
          : [replace(nameWord.span, nameWord.text.replace(nameWord.value, `${directory}${name}`))];
      if (subcommand === 'upgrade' && verb !== undefined && !nameWord.text.startsWith('"')) {
        edits.push(replace(verb.span, 'upgrade --with-new-pkgs'));
      }
      yield {
        span: nameWord.span,
        message: 'apt has no stable command line interface; scripts use apt-get.',
        ...(name === undefined || edits.length === 0
          ? {}
          : {
              fixes: [
                isSafe
                  ? { title: `Use ${name}`, applicability: 'safe' as const, edits }
                  : {
                      title: `Use ${name}`,
                      applicability: 'review' as const,
                      because: 'apt and apt-get read patterns in package names differently.',
                      edits,
                    },
              ],
            }),
      };
    }
  },
});

const REPLACEMENT: ReadonlyMap<string, string> = new Map([
  ...'install|remove|purge|update|upgrade|full-upgrade|dist-upgrade|autoremove|autopurge|build-dep|satisfy|reinstall|source|download|changelog|clean|autoclean'
    .split('|')
    .map((word) => [word, 'apt-get'] as const),
  ...['search', 'show', 'policy', 'depends', 'rdepends', 'showsrc'].map((word) => [word, 'apt-cache'] as const),
]);
