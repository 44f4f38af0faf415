import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, fixAll, planMultiStage } from '../server/src/core/index';
import { memoryContext } from './support/build-context';
import { readTree } from './support/golden';

// What the pages for people promise is what the program does.

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

describe('README.md', () => {
  it('shows what fix and convert make of the sample', () => {
    const { Dockerfile: sample = '', ...files } = readTree(join(root, 'samples/web-app'));
    const options = { context: memoryContext(files) };
    const [before, after] = [...readme.matchAll(/```dockerfile\n(FROM [^]*?)```/g)].map(([, text]) => text);
    const fixed = fixAll(sample, options).text;
    expect(before).toBe(fixed);
    expect(planMultiStage(analyze(fixed, options))).toMatchObject({ kind: 'plan', text: after });
  });

  it('lists every setting with its default', () => {
    const manifest = JSON.parse(read('package.json')) as {
      contributes: { configuration: { properties: Record<string, { default: unknown }> } };
    };
    const settings = Object.entries(manifest.contributes.configuration.properties);
    const listed = [...readme.matchAll(/^\| `(plimsoll\.[\w.]+)` \| `(.+?)` \|/gm)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(listed).toEqual(settings.map(([name, setting]) => [name, JSON.stringify(setting.default)]));
  });

  it('lists every flag of the command line', () => {
    const flagsIn = (text: string): readonly string[] => [...new Set(text.match(/--[a-z][a-z-]+/g) ?? [])].sort();
    const { 1: table = '' } = /## On the command line\n([^]*?)\n## /.exec(readme) ?? [];
    const declared = flagsIn((read('server/src/cli/program.ts').match(/'--[a-z-]+[^']*'/g) ?? []).join(' '));
    expect(declared.length).toBeGreaterThan(10);
    const common = ['--help', '--version'];
    expect(flagsIn(table).filter((flag) => !common.includes(flag))).toEqual(
      declared.filter((flag) => !common.includes(flag)),
    );
  });
});

it.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/coming-from.md',
  'docs/compatibility.md',
  'docs/configuration.md',
  'docs/noise.md',
  'docs/seeds.md',
  'docs/verify.md',
  'docs/shell.md',
  'samples/README.md',
])('the links of %s lead somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].flatMap(([, link]) => link ?? []);
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

it('CONTRIBUTING.md shows the rule as it is', () => {
  const { 1: shown } = /```ts\n(import \{ defineRule[^]*?)```/.exec(read('CONTRIBUTING.md')) ?? [];
  expect(shown).toBe(read('server/src/core/rules/from-as-casing.ts'));
});
