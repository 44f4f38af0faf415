import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, planMultiStage, type MultiStageOptions } from '../../server/src/core/index';
import { memoryContext } from '../support/build-context';
import { readTree } from '../support/golden';
import { rewritingsOf } from '../support/rewritings';

// The same build in another spelling has the same plan: stages, what is copied, packages, commands, or the refusal.

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder).sort();

/** Differences that the spelling itself brings, with the reason. */
const EXPECTED: Readonly<Record<string, string>> = {
  'download-server-for-a-user-of-its-own: merged':
    'The account is made in the same RUN, so that no COPY before it can name it.',
  'java-archive-moved-within-the-project: split': 'A move in a RUN of its own works in the runtime on what was copied.',
  'node-files-changed-before-the-install: merged':
    'In the RUN that builds, the step after the build changes the files in the builder.',
  'php-apache-extensions: merged': 'conf.d comes from the builder, which wrote the file in the same RUN.',
  'php-apache-extensions-base-builder-runtime: merged':
    'conf.d comes from the builder, which wrote the file in the same RUN.',
  'php-apache-extensions-dev-prod: merged': 'conf.d comes from the builder, which wrote the file in the same RUN.',
  'php-composer-with-owner: split': 'A chown in a RUN of its own stays one; in the RUN that builds it becomes --chown.',
  'ruby-package-sources-of-the-build: split': 'Which packages an apt source is for, the RUN tells that adds it.',
  'ruby-package-sources-of-the-build: merged': 'Which packages an apt source is for, the RUN tells that adds it.',
  'rust-compiler-from-its-archive: split':
    'That an archive is a compiler, the RUN tells that fetches, unpacks and installs it.',
  'python-heredoc-and-cache-mount: CRLF': 'BuildKit hands the carriage returns of a heredoc to the shell.',
};

interface Summary {
  readonly refusal?: string;
  readonly recipe?: string;
  readonly stages?: readonly unknown[];
  readonly dropped?: unknown;
}

function summaryOf(
  text: string,
  files: Readonly<Record<string, string>>,
  options: MultiStageOptions,
  restore: (text: string) => string,
): Summary {
  const context = Object.keys(files).length === 0 ? {} : { context: memoryContext(files) };
  const result = planMultiStage(analyze(text, context), options);
  if (result.kind === 'refusal') return { refusal: result.id };
  const { model } = analyze(result.text);
  const sorted = (all: readonly string[]): readonly string[] => [...new Set(all.map(restore))].sort();
  return {
    recipe: result.recipe,
    stages: model.stages.map((stage) => {
      const copies = stage.instructions.flatMap((instruction) => model.copyOf(instruction) ?? []);
      const runs = stage.instructions.filter(({ keyword }) => keyword === 'RUN');
      const operations = runs.flatMap((run) => model.packageOperationsOf(run));
      return {
        base: stage.parent === undefined ? stage.baseWord?.text : `stage ${stage.parent.index}`,
        copies: sorted(
          copies.map(({ from, sources, destinationPath }) => {
            const origin = from.kind === 'stage' ? `stage ${from.stage.index}` : from.kind;
            const root = from.kind === 'context' ? '' : '/';
            return `${origin} ${sources.map(({ path, word }) => root + (path ?? word.text)).join(' ')} -> ${destinationPath ?? '?'}`;
          }),
        ),
        packages: sorted(
          operations
            .filter(({ action, manager }) => action === 'install' && manager.kind === 'os')
            .flatMap(({ operands }) => operands.map((word) => word.value ?? word.text)),
        ),
        // A builder keeps a RUN whole, of which the runtime needs a part.
        commands: stage.isShipped
          ? sorted(runs.flatMap((run) => model.scriptOf(run).commands.flatMap(({ name }) => name ?? [])))
          : [],
        settings: sorted(
          (stage.isShipped ? stage.instructions : [])
            .filter(({ keyword }) => /^(?:ENV|WORKDIR|USER|CMD|ENTRYPOINT|EXPOSE|HEALTHCHECK|VOLUME)$/.test(keyword))
            .map(({ keyword, body }) => `${keyword} ${body.text.replace(/\s+/g, ' ').trim()}`),
        ),
      };
    }),
    dropped: {
      packages: sorted(result.dropped.packages),
      tools: sorted(result.dropped.tools),
      files: sorted(result.dropped.files),
    },
  };
}

describe('another spelling of the same build has the same plan', () => {
  it.each(cases)('%s', (name) => {
    const own = join(folder, name);
    const text = readFileSync(join(own, 'before.Dockerfile'), 'utf8');
    const files = readTree(join(own, 'context'));
    const optionsFile = join(own, 'options.json');
    const options = (existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {}) as MultiStageOptions;
    const plan = summaryOf(text, files, options, (one) => one);
    for (const rewriting of rewritingsOf(text, files)) {
      if (EXPECTED[`${name}: ${rewriting.name}`] !== undefined) continue;
      const other = summaryOf(rewriting.text, rewriting.files, options, rewriting.restore);
      expect.soft(other, `${rewriting.name}\n${rewriting.text}`).toEqual(plan);
    }
  });

  it('lists no difference that is gone', () => {
    for (const key of Object.keys(EXPECTED)) {
      const [name = '', rewritten = ''] = key.split(': ');
      const own = join(folder, name);
      const text = readFileSync(join(own, 'before.Dockerfile'), 'utf8');
      const files = readTree(join(own, 'context'));
      const rewriting = rewritingsOf(text, files).find((one) => one.name === rewritten);
      expect(rewriting, key).toBeDefined();
      if (rewriting === undefined) continue;
      const same = (one: string): string => one;
      expect(summaryOf(rewriting.text, rewriting.files, {}, rewriting.restore), key).not.toEqual(
        summaryOf(text, files, {}, same),
      );
    }
  });
});
