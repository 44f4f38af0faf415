import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  analyze,
  applyEdits,
  catalogue,
  fixAll,
  type Analysis,
  type Example,
  type Rule,
} from '../server/src/core/index';
import { memoryContext } from './support/build-context';

// Every rule is what its file says: its name, its examples, its fixes, its page.

const root = join(import.meta.dirname, '..');
const rulesFolder = join(root, 'server/src/core/rules');

it('every file of the folder is a rule of the catalogue, in the order of the ids', () => {
  const files = readdirSync(rulesFolder).filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  expect(catalogue.rules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
});

it('no two rules have one id, and no alias is the id of another rule', () => {
  const ids = catalogue.rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const rule of catalogue.rules) {
    for (const alias of rule.aliases) {
      const own = alias.slice(alias.indexOf('/') + 1);
      expect(
        ids.filter((id) => id === own && id !== rule.id),
        alias,
      ).toEqual([]);
    }
  }
});

const TOOLS = [
  'hadolint',
  'buildkit',
  'tally',
  'dockerfile-utils',
  'trivy',
  'checkov',
  'kics',
  'sonar',
  'semgrep',
  'shellcheck',
  'dockle',
  'datadog',
  'docker-parfum',
  'dockerfile-doctor',
  'dockerfile-optimizer',
  'dockerfile-roast',
  'dockerfilelint',
  'whalelint',
  'godolint',
  'dfc',
  'buddy',
  'dockerlint',
  'projectatomic',
];

describe.each(catalogue.rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('has an id in kebab case and aliases as other tools write them', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
    for (const alias of rule.aliases) {
      expect(alias).toMatch(/^[a-z0-9-]+\/\S+$/);
      expect(TOOLS, alias).toContain(alias.slice(0, alias.indexOf('/')));
    }
    expect(new Set(rule.aliases).size).toBe(rule.aliases.length);
  });

  it('has a page', () => {
    expect(rule.summary).toMatch(/^\S[^\n]{10,120}[^\s]$/);
    expect(rule.summary).toMatch(/\.$/);
    expect(rule.docs.trim().length).toBeGreaterThan(100);
    expect(rule.docs).toContain('**When to ignore');
    expect(rule.docs.includes('**The fix')).toBe(rule.fixes !== 'never');
    expect(rule.docs).not.toMatch(/\]\(command:/);
  });

  it('has a test file', () => {
    expect(existsSync(join(root, `test/rules/${id}.test.ts`))).toBe(true);
  });

  it('reports its bad examples, and its good ones not', () => {
    for (const example of rule.examples) {
      expect(findingsOf(rule, example.bad, example).length, example.bad).toBeGreaterThan(0);
      expect(
        findingsOf(rule, example.good, example).map(({ message }) => message),
        example.good,
      ).toEqual([]);
    }
  });

  it('has examples without syntax errors, unless those are what it is about', () => {
    for (const { good } of rule.examples) expect(analyze(good).file.problems, good).toEqual([]);
  });

  it('offers fixes as it says', () => {
    const counts = rule.examples.flatMap((example) =>
      findingsOf(rule, example.bad, example).map(({ fixes = [] }) => fixes.length),
    );
    if (rule.fixes === 'never') expect(counts.every((count) => count === 0)).toBe(true);
    if (rule.fixes === 'always') expect(counts.every((count) => count > 0)).toBe(true);
    if (rule.fixes === 'sometimes') expect(counts.some((count) => count > 0)).toBe(true);
  });

  it('mends its bad examples with each of its fixes', () => {
    for (const example of rule.examples) {
      const before = analysisOf(example.bad, example, rule);
      const own = before.findings.filter((finding) => finding.rule === id);
      for (const fix of own.flatMap(({ fixes = [] }) => fixes)) {
        const text = applyEdits(example.bad, fix.edits);
        const files = { ...example.context };
        for (const { path, edits } of fix.otherFiles ?? []) files[path] = applyEdits(files[path] ?? '', edits);
        const after = analysisOf(text, { ...example, context: files }, rule, example.context !== undefined);
        expect(after.file.problems.length, text).toBeLessThanOrEqual(before.file.problems.length);
        expect(after.findings.filter((finding) => finding.rule === id).length, `${fix.title}\n${text}`).toBeLessThan(
          own.length,
        );
        expect(newErrors(before, after), `${fix.title}\n${text}`).toEqual([]);
        if (fix.applicability === 'review') expect(fix.because, fix.title).toMatch(/^\S.*\.$/s);
        expect(fix.title, fix.title).toMatch(/^[A-Z`].*[^.]$/);
      }
    }
  });

  it('has nothing left to mend after all its fixes', () => {
    for (const example of rule.examples) {
      const options = optionsOf(example, rule, rule);
      const { text } = fixAll(example.bad, options, () => true);
      const left = analyze(text, options).findings.flatMap(({ fixes = [] }) =>
        fixes.filter((fix) => fix.otherFiles === undefined),
      );
      expect(
        left.map(({ title }) => title),
        text,
      ).toEqual([]);
    }
  });
});

function optionsOf(example: Example, owner: Rule, rule?: Rule, hasContext = example.context !== undefined) {
  return {
    settings: {
      preset: 'strict',
      ...(rule === undefined ? {} : { only: [rule.id] }),
      ...(example.options === undefined ? {} : { ruleOptions: { [owner.id]: example.options } }),
    },
    ...(hasContext ? { context: memoryContext(example.context ?? {}) } : {}),
    onRuleError: (failed: string, error: unknown) => {
      throw new Error(`${failed} threw`, { cause: error });
    },
  } as const;
}

function analysisOf(text: string, example: Example, owner: Rule, hasContext = example.context !== undefined): Analysis {
  return analyze(text, optionsOf(example, owner, undefined, hasContext));
}

function findingsOf(rule: Rule, text: string, example: Example) {
  return analyze(text, optionsOf(example, rule, rule)).findings;
}

function newErrors(before: Analysis, after: Analysis): readonly string[] {
  const count = ({ findings }: Analysis, rule: string): number =>
    findings.filter((finding) => finding.rule === rule && finding.severity === 'error').length;
  return [...new Set(after.findings.map(({ rule }) => rule))].filter(
    (rule) => count(after, rule) > count(before, rule),
  );
}
