import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { isBuiltBelow } from '../model/history';
import { instructionsWhere } from '../model/decided';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import { hasPipCacheMount, isPip, pipCacheSetting } from '../model/pip';
import type { Stage } from '../model/stage';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'pip-cache-kept',
  aliases: [
    'hadolint/DL3042',
    'kics/pip_install_keeping_cached_packages',
    'semgrep/missing-pip-no-cache-dir',
    'dockerfile-doctor/DD009',
  ],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['pip', 'pip2', 'pip3'],
  summary: 'pip keeps what it downloads in its cache, which stays in the layer.',
  docs: `
pip keeps every package that it downloads in \`~/.cache/pip\`, beside the installed files. In an image nothing reads it
again: the layer holds each package twice.

Nothing is said where a cache mount holds the cache, where \`PIP_NO_CACHE_DIR\` is set (to anything: pip takes \`0\` and
\`false\` for yes as well), where the same RUN empties the cache, and in stages that do not ship.

**When to ignore:** where a configuration file of pip in the base image turns the cache off.

**The fix** adds \`--no-cache-dir\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM python:3.12-slim-bookworm\nRUN pip install flask==3.0.3\n',
      good: 'FROM python:3.12-slim-bookworm\nRUN pip install --no-cache-dir flask==3.0.3\n',
    },
  ],
  *checkStage({ model }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword) || hasPipCacheMount(model, instruction)) continue;
      if (hasOldPip(stage)) continue;
      const kept = model
        .packageOperationsOf(instruction)
        .filter((operation) => isPip(operation) && keepsCache(model, instruction, operation));
      const [first] = kept;
      if (first?.verb === undefined) continue;
      yield {
        span: { start: first.command.nameWord?.span.start ?? first.verb.span.start, end: first.verb.span.end },
        message: 'pip keeps the downloaded packages in its cache, which stays in this layer.',
        fixes: [
          {
            title: 'Add --no-cache-dir',
            applicability: 'safe',
            edits: kept.flatMap(({ verb }) =>
              verb === undefined ? [] : [appendArgument(model.scriptOf(instruction), verb, '--no-cache-dir')],
            ),
          },
        ],
      };
    }
  },
});

/** pip has a cache, and the option that turns it off, since version 6; these releases package an older one. */
function hasOldPip({ facts }: Stage): boolean {
  return facts?.language === undefined && OLD_RELEASES.has(facts?.distribution.release ?? '');
}

const OLD_RELEASES = new Set(['wheezy', 'jessie', 'precise', 'trusty']);

function keepsCache(model: DockerfileModel, instruction: Instruction, operation: PackageOperation): boolean {
  return (
    /^(?:install|wheel)$/.test(operation.subcommand) &&
    pipCacheSetting(model, instruction, operation) === undefined &&
    !isEmptied(model, instruction, operation) &&
    !isDecidedElsewhere(model, instruction, operation)
  );
}

function isEmptied(model: DockerfileModel, instruction: Instruction, operation: PackageOperation): boolean {
  return model.scriptOf(instruction).commands.some(({ name, args, span }) => {
    if (span.start < operation.command.span.start) return false;
    if (name === 'rm' || name === 'find') {
      return args.some(({ text }) =>
        /\.cache(?:["']|\/?(?:pip|\*|$))|^["']?(?:~|\$HOME|\$\{HOME\}|\/root)\/?\*?["']?$/.test(text),
      );
    }
    return args.some(({ value }, i) => value === 'cache' && /^(?:purge|remove)$/.test(args[i + 1]?.value ?? ''));
  });
}

/** `--cache-dir`, `--no-index`, a question (`--help`), the words of a variable, or pip's own configuration. */
function isDecidedElsewhere(model: DockerfileModel, instruction: Instruction, operation: PackageOperation): boolean {
  if (operation.hasOption(['--no-index', '--help', '-h', '--version'])) return true;
  if (operation.options.some(({ name }) => name === '--cache-dir')) return true;
  if (operation.command.args.some(({ value, text }) => value === undefined && /OPT|FLAG|CACHE/i.test(text)))
    return true;
  return configurations(model).some((earlier) => earlier === instruction || isBuiltBelow(model, earlier, instruction));
}

/** Instructions that write pip's configuration or a variable of options. */
const configurations = instructionsWhere(
  (model, instruction) =>
    /\/pip\.conf$|\/pip\/?$/.test(model.copyOf(instruction)?.destinationPath ?? '') ||
    model
      .scriptOf(instruction)
      .commands.some(
        ({ args, redirects }) =>
          args.some(({ text }) => text.includes('no-cache-dir') && !text.startsWith('--')) ||
          redirects.some(({ target }) => (target?.text ?? '').includes('pip.conf')),
      ),
);
