import { levels, type Rule, type RuleOptions } from '../server/src/core/index';
import { failLevels, layouts, presets, runtimes } from '../server/src/host/configuration/read-plimsoll';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

const level: Schema = { type: 'string', enum: levels };

/** Returns the JSON Schema of `.plimsoll.yaml`: what `server/src/host/configuration/read-plimsoll.ts` reads. */
export function configurationSchema(rules: readonly Rule[]): Schema {
  const preset: Schema = {
    description: 'Which rules are on: recommended, or strict for all of them.',
    type: 'string',
    enum: presets,
    default: 'recommended',
  };
  const chosen: Schema = { $ref: '#/definitions/rules' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Plimsoll',
    description: 'What Plimsoll checks in the Dockerfiles of this folder and those below it.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      preset,
      rules: chosen,
      overrides: {
        description: 'What holds for some Dockerfiles only. The last entry that matches a file wins.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['files'],
          properties: {
            files: {
              description:
                'Patterns, from the folder of this file on; one without a slash matches the name of a file in any folder.',
              anyOf: [
                { type: 'string', minLength: 1 },
                { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
              ],
              examples: [['*.dev.Dockerfile'], ['test/**']],
            },
            preset,
            rules: chosen,
          },
        },
      },
      failOn: {
        description: '`plimsoll check` fails from this severity on.',
        type: 'string',
        enum: failLevels,
        default: 'warning',
      },
      multiStage: {
        description: 'What a conversion to multi-stage makes, unless it is asked for something else.',
        type: 'object',
        additionalProperties: false,
        properties: {
          layout: {
            description: 'The stages that a conversion makes.',
            type: 'string',
            enum: layouts,
            default: 'builder-runtime',
          },
          runtime: {
            description: 'The base of the final stage.',
            type: 'string',
            enum: runtimes,
            default: 'auto',
          },
        },
      },
    },
    definitions: {
      level,
      rules: {
        description:
          'A rule, or a name that another tool gives it (hadolint/DL3008, DL3008), to a severity or off, or to a map with severity and options.',
        type: 'object',
        properties: Object.fromEntries(
          rules.map((rule) => [
            rule.id,
            {
              description: ruleDescription(rule),
              anyOf: [{ $ref: '#/definitions/level' }, optionsSchema(rule, { $ref: '#/definitions/level' })],
            },
          ]),
        ),
        additionalProperties: {
          description: 'A name that another tool gives a rule.',
          anyOf: [
            { $ref: '#/definitions/level' },
            { type: 'object', properties: { severity: { $ref: '#/definitions/level' } } },
          ],
        },
      },
    },
  };
}

/** Returns the schema of a rule in the settings of VS Code. */
export function ruleSetting(rule: Rule): Schema {
  const { summary, options } = rule;
  return options === undefined
    ? { ...level, description: summary }
    : { description: summary, anyOf: [level, optionsSchema(rule, level)] };
}

/** Returns the schema of all other names in the settings of VS Code: aliases, and maps with a severity for any rule. */
export function otherRuleSetting(): Schema {
  return { anyOf: [level, { type: 'object', properties: { severity: level } }] };
}

/** Returns the schema of what a package.json may hold for Plimsoll. */
export function packageSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Plimsoll in package.json',
    type: 'object',
    properties: { plimsoll: { $ref: 'configuration.schema.json' } },
  };
}

function ruleDescription({ summary, severity, preset, aliases }: Rule): string {
  const elsewhere = aliases.length === 0 ? '' : ` Elsewhere: ${aliases.join(', ')}.`;
  return `${summary} Severity ${severity}, preset ${preset}.${elsewhere}`;
}

function optionsSchema({ options = {} }: Rule, ofSeverity: Schema): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      severity: ofSeverity,
      ...Object.fromEntries(Object.entries(options).map(([name, value]) => [name, optionSchema(value)])),
    },
  };
}

function optionSchema(standard: RuleOptions[string]): Schema {
  if (typeof standard === 'object') return { type: 'array', items: { type: 'string' }, default: standard };
  return { type: typeof standard, default: standard };
}
