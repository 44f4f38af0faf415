import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Checks that `output` is JSON as `schemas/<name>.schema.json` describes it, and returns it. */
export function checkSchema(name: 'check' | 'convert' | 'rules', output: string): any {
  const value = JSON.parse(output);
  const schema = JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8'));
  const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  expect(ajv.validate(schema, value), JSON.stringify(ajv.errors, undefined, 2)).toBe(true);
  return value;
}

/** Checks that `output` is SARIF 2.1.0, and returns it. */
export function checkSarif(output: string): any {
  const value = JSON.parse(output);
  const folder = join(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'), '..');
  const {
    $schema: _,
    id: __,
    ...schema
  } = JSON.parse(readFileSync(join(folder, 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
  // The schema is draft 4, of which it uses nothing that draft 7 reads otherwise.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  expect(ajv.validate(schema, value), JSON.stringify(ajv.errors, undefined, 2)).toBe(true);
  return value;
}
