import { appendArgument, removeStatement } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { isBuiltBelow } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { isMountedAway } from '../model/mounts';
import type { PackageOperation } from '../model/packages';
import { isWithin } from '../model/paths';
import { instructionsWhere } from '../model/decided';
import { replace } from '../text/edit';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'apk-cache-kept',
  aliases: [
    'hadolint/DL3019',
    'trivy/DS-0025',
    'kics/apk_add_using_local_cache_path',
    'sonar/S6587',
    'semgrep/missing-apk-no-cache',
    'dockle/DKL-DI-0004',
    'dockerfile-doctor/DD025',
  ],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['apk'],
  summary: 'The package index of apk stays in a layer of the image.',
  docs: `
Without \`--no-cache\`, apk writes the package index it downloads to \`/var/cache/apk\`. With the option it reads a fresh
index, needs no \`apk update\`, and leaves nothing behind.

Nothing is said where a cache mount holds the directory, where the same RUN empties it, and in stages that do not ship.

**When to ignore:** where packages are to be added in a running container without network for the index.

**The fix** adds \`--no-cache\`, and removes an \`apk update\` that nothing else needs then.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN apk update && apk add curl\n',
      good: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) continue;
      const cached = model.packageOperationsOf(instruction).filter(isCached);
      const [first] = cached;
      if (first?.verb === undefined || isKeptAway(model, instruction)) continue;
      yield {
        span: { start: first.command.nameWord?.span.start ?? first.verb.span.start, end: first.verb.span.end },
        message: `Without --no-cache, apk ${first.subcommand} leaves its package index in this layer.`,
        fixes: () => [
          { title: 'Add --no-cache', applicability: 'safe', edits: withoutCache(file, model, instruction, cached) },
        ],
      };
    }
  },
});

function isCached(operation: PackageOperation): boolean {
  const { manager, action, subcommand, operands, options } = operation;
  if (manager.name !== 'apk' || operation.hasOption(['--no-cache', '--no-network', '--cache-dir', '--root', '-p']))
    return false;
  if (options.some(({ name }) => name === '--cache-dir')) return false;
  if (operation.command.args.some(({ value, text }) => value === undefined && /OPT|FLAG|ARGS/i.test(text)))
    return false;
  return (subcommand === 'add' && operands.length > 0) || action === 'upgrade';
}

const cacheLinks = instructionsWhere((model, instruction) =>
  model
    .scriptOf(instruction)
    .commands.some(({ name, args }) => name === 'ln' && args.some(({ value }) => value === '/etc/apk/cache')),
);

function isKeptAway(model: DockerfileModel, instruction: Instruction): boolean {
  if (isMountedAway(instruction, '/var/cache/apk') || isMountedAway(instruction, '/etc/apk/cache')) return true;
  // A link at /etc/apk/cache means that somebody wants the cache.
  if (cacheLinks(model).some((link) => link === instruction || isBuiltBelow(model, link, instruction))) return true;
  return model.scriptOf(instruction).commands.some(({ name, args }) => {
    if (name === 'apk')
      return args.some(({ value }, i) => value === 'cache' && /clean|purge/.test(args[i + 1]?.value ?? ''));
    return (
      (name === 'rm' || name === 'find') &&
      args.some(({ value, text }) => {
        const path = value?.replace(/\/\*?$/, '') ?? '';
        return (path.startsWith('/') && isWithin('/var/cache/apk', path)) || /\/var\/.*\bapk\b/.test(text);
      })
    );
  });
}

function withoutCache(
  file: Dockerfile,
  model: DockerfileModel,
  instruction: Instruction,
  cached: readonly PackageOperation[],
): Fix['edits'] {
  const script = model.scriptOf(instruction);
  const add = cached.flatMap(({ verb, options }) => {
    if (verb === undefined) return [];
    // `--update` asks for the fresh index that `--no-cache` brings anyway.
    const refresh = options.find(
      ({ name, word }) => /^(?:--update|--update-cache|-U)$/.test(name) && word.text === name,
    );
    return [
      refresh === undefined ? appendArgument(script, verb, '--no-cache') : replace(refresh.word.span, '--no-cache'),
    ];
  });
  const updates = model
    .packageOperationsOf(instruction)
    .filter(({ manager, action }) => manager.name === 'apk' && action === 'update');
  const [update] = updates;
  if (updates.length !== 1 || update === undefined) return add;
  const statement = script.statements[update.command.statement];
  if (statement?.commands.length !== 1 || !statement.isSimple) return add;
  const removal = removeStatement(file, instruction, script, statement);
  return removal === undefined ? add : [removal, ...add];
}
