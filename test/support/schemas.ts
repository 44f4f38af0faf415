import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The parts of the outputs that tests read; the schemas say the rest. */
interface Outputs {
  readonly check: {
    readonly files: readonly {
      readonly path: string;
      readonly error?: string;
      readonly findings: readonly { readonly rule: string; readonly range: unknown }[];
    }[];
    readonly summary: { readonly findings: number };
  };
  readonly convert: {
    readonly status: string;
    readonly text: string;
    readonly dispositions: readonly { readonly line: number }[];
  };
  readonly rules: readonly { readonly id: string }[];
  readonly verify: {
    readonly status: string;
    readonly summary: string;
    readonly error?: { readonly cause: string; readonly log?: string };
    readonly differences: readonly { readonly area: string; readonly matters: boolean; readonly message: string }[];
    readonly sizes: { readonly before: number; readonly after: number };
    readonly kept: readonly string[];
  };
}

interface SarifRun {
  readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly locations: readonly {
      readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
    }[];
  }[];
}

/** Checks that `output` is JSON as `schemas/<name>.schema.json` describes it, and returns it. */
export function checkSchema<Name extends keyof Outputs>(name: Name, output: string): Outputs[Name] {
  const value = JSON.parse(output) as Outputs[Name];
  const schema = JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8')) as object;
  const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  expect(ajv.validate(schema, value), JSON.stringify(ajv.errors, undefined, 2)).toBe(true);
  return value;
}

/** Checks that `output` is SARIF 2.1.0, and returns its run. */
export function checkSarif(output: string): SarifRun {
  const value = JSON.parse(output) as { readonly runs: readonly [SarifRun] };
  const folder = join(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'), '..');
  const schema = JSON.parse(readFileSync(join(folder, 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  delete schema['$schema'];
  delete schema['id'];
  // The schema is draft 4, of which it uses nothing that draft 7 reads otherwise.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  expect(ajv.validate(schema, value), JSON.stringify(ajv.errors, undefined, 2)).toBe(true);
  return value.runs[0];
}
