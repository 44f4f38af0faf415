import { packageUse } from '../knowledge/os-packages';
import { slimTwin } from '../knowledge/image-twins';
import { nodeCalls } from './node-project';
import type { Refusal } from './plan';
import { refuse } from './refusal';
import type { Source } from './source';
import { BUILD_TOOLS } from './tools';

/*
 * A file that installs interpreted packages on a base that both stages would share leaves nothing behind, whatever else a
 * recipe could not find out about it: that is what its author wants to know.
 */

/** Returns the refusal that says so, `undefined` where something may be left behind. */
export function nothingToLeave(source: Source): Refusal | undefined {
  const { runs, facts, image, stage, isOpaque, baseText, file } = source;
  const language = facts.language?.name;
  if (language !== undefined && !/^(?:Python|PyPy|Ruby|PHP|Node\.js)$/.test(language)) return undefined;
  if (facts.variant === 'devel' || hasSmallerTwin(source, slimTwin(image))) return undefined;
  const manager = facts.packageManager ?? 'apt';
  const calls = new Map(nodeCalls(source).map((call) => [call.command, call.kind]));
  let installs = 0;
  for (const { script, operations } of runs) {
    for (const command of script.commands) {
      const operation = operations.get(command);
      if (operation?.manager.kind === 'os') {
        const isForBuilds = operation.operands.some(
          ({ value }) => value === undefined || ['dev', 'build-only'].includes(packageUse(value, manager)),
        );
        if (operation.action === 'install' && isForBuilds) return undefined;
        continue;
      }
      const name = operation?.manager.name ?? command.name ?? '';
      const kind = calls.get(command);
      if (kind === 'script') return undefined;
      if (kind !== undefined) installs += kind === 'install' ? 1 : 0;
      else if (/^(?:pip[23]?|easy_install|gem|bundler?|composer|pear)$/.test(name)) installs++;
      else if (operation !== undefined || BUILD_TOOLS.has(name) || OTHER_WORK.test(name)) return undefined;
    }
  }
  if (installs === 0) return undefined;
  const line = file.lines.lineAt(stage.from.span.start) + 1;
  const base = isOpaque
    ? `what "${baseText}" on line ${line} holds is not known, so that both stages would stand on it`
    : ['slim', 'alpine'].includes(facts.variant)
      ? `"${baseText}" is small already`
      : `no smaller image than "${baseText}" with the same language and release is known`;
  return refuse(
    'R1',
    `Nothing to separate: ${base}, and no step of this file installs what only a build needs.`,
    stage.baseWord?.span,
  );
}

/** Programs that fetch or build what may stay behind. */
const OTHER_WORK =
  /^(?:git|hg|svn|configure|bootstrap|autogen\.sh|npx|bower|gulp|grunt|webpack|bazel|tar|unzip|java|javac|sh|bash|\.\/.*|.*\.sh)$/;

function hasSmallerTwin({ image, facts, isOpaque }: Source, twin: string | undefined): boolean {
  if (isOpaque || twin === undefined || image.digest !== undefined) return false;
  return !['slim', 'alpine'].includes(facts.variant) && twin.replace(/:latest$/, '') !== referenceOf(image);
}

function referenceOf({ registry, repository, tag }: Source['image']): string {
  const name = `${registry === undefined ? '' : `${registry}/`}${repository}`;
  return tag === undefined || tag === 'latest' ? name : `${name}:${tag}`;
}
