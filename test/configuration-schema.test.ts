import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../package.json';
import { configurationSchema, packageSchema } from '../scripts/configuration-schema';
import { catalogue } from '../server/src/core/index';
import { readYaml } from '../server/src/host/configuration/located-value';
import { readPlimsollConfiguration } from '../server/src/host/configuration/read-plimsoll';

// The schema that editors complete from says what the program reads.

const root = join(import.meta.dirname, '..');
const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
ajv.addSchema(configurationSchema(catalogue.rules), 'configuration.schema.json');
const validate = ajv.getSchema('configuration.schema.json')!;
const validatePackage = ajv.compile(packageSchema());

function problemsOf(text: string): readonly string[] {
  const located = readYaml(text);
  return located.problem !== undefined
    ? [located.problem.message]
    : readPlimsollConfiguration(located.value, [], located).problems.map(({ message }) => message);
}

describe('the schema of the configuration', () => {
  it.each([
    '{}',
    'preset: strict',
    'rules: {sudo-in-run: off}',
    'rules: {sudo-in-run: {severity: hint}}',
    'rules: {hadolint/DL3008: error, DL3009: {severity: info}}',
    'rules: {registry-not-allowed: {registries: [docker.io]}}',
    'rules: {unused-suppression: {severity: warning, otherTools: true}}',
    'overrides: [{files: "*.x"}, {files: [a, b/**], preset: strict, rules: {sudo-in-run: info}}]',
    'failOn: never',
    'multiStage: {layout: dev-prod, runtime: distroless}',
    '$schema: https://example.com/schema.json',
  ])('and the program take %s', (text) => {
    expect(problemsOf(text)).toEqual([]);
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(validatePackage({ name: 'a', plimsoll: parse(text) })).toBe(true);
  });

  it.each([
    'ruels: {}',
    'preset: loud',
    'preset: [strict]',
    'rules: [sudo-in-run]',
    'rules: {sudo-in-run: loud}',
    'rules: {sudo-in-run: true}',
    'rules: {sudo-in-run: {severity: 1}}',
    'rules: {sudo-in-run: {depth: 1}}',
    'rules: {registry-not-allowed: {registries: docker.io}}',
    'rules: {registry-not-allowed: {registries: [1]}}',
    'rules: {unused-suppression: {otherTools: 1}}',
    'overrides: {files: a}',
    'overrides: [{rules: {}}]',
    'overrides: [{files: []}]',
    'overrides: [{files: [1]}]',
    'overrides: [{files: a, failOn: error}]',
    'failOn: loud',
    'multiStage: {layout: slim}',
    'multiStage: {nonRoot: true}',
    '[]',
  ])('and the program refuse %s', (text) => {
    expect(problemsOf(text)).not.toEqual([]);
    expect(validate(parse(text))).toBe(false);
    expect(validatePackage({ name: 'a', plimsoll: parse(text) })).toBe(false);
  });

  it('has every rule with what it is about, its names elsewhere, and its options with their types and defaults', () => {
    const rules = (
      configurationSchema(catalogue.rules)['definitions'] as { rules: { properties: Record<string, RuleSchema> } }
    ).rules.properties;
    interface RuleSchema {
      readonly description: string;
      readonly anyOf: readonly [unknown, { readonly properties: Readonly<Record<string, { default: unknown }>> }];
    }
    for (const { id, summary, aliases, options = {} } of catalogue.rules) {
      const schema = rules[id];
      expect(schema?.description).toContain(summary);
      for (const alias of aliases) expect(schema?.description).toContain(alias);
      const { severity: _, ...properties } = schema!.anyOf[1].properties;
      expect(Object.fromEntries(Object.entries(properties).map(([name, option]) => [name, option.default]))).toEqual(
        options,
      );
    }
  });
});

it('the extension brings the schemas, for YAML and for package.json', () => {
  const shipped = readFileSync(join(root, '.vscodeignore'), 'utf8');
  const { yamlValidation, jsonValidation } = manifest.contributes;
  expect(yamlValidation.flatMap(({ fileMatch }) => fileMatch)).toEqual(['.plimsoll.yaml', '.plimsoll.yml']);
  for (const { url } of [...yamlValidation, ...jsonValidation]) {
    expect(existsSync(join(root, url)), url).toBe(true);
    expect(shipped).toContain(`!${url.slice(2)}\n`);
  }
});

describe.each(['README.md', 'docs/configuration.md'])('the configurations in %s', (page) => {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml\n([^]*?)^```/gm)].map(
    ([, text = '']) => text,
  );

  it('are there', () => {
    expect(blocks).not.toEqual([]);
  });

  it.each(blocks)('%j makes sense', (text) => {
    expect(problemsOf(text)).toEqual([]);
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });
});
