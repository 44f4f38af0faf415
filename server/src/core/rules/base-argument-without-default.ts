import { defineRule } from '../lint/rule';
import { parseImageReference } from '../model/image-reference';
import { expand, variableUses, type VariableValue } from '../model/variables';

export default defineRule({
  id: 'base-argument-without-default',
  aliases: ['buildkit/InvalidDefaultArgInFrom', 'tally/buildkit/InvalidDefaultArgInFrom'],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  summary: 'The base image rests on an argument that has no default.',
  docs: `
\`ARG BASE\` without a default makes \`docker build .\` fail, and leaves editors and scanners without a base image to judge.
A default keeps the plain build working; \`--build-arg\` still overrides it.

**When to ignore:** where the build has to fail without the argument.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'ARG TAG\nFROM debian:${TAG}\n',
      good: 'ARG TAG=bookworm-slim\nFROM debian:${TAG}\n',
    },
  ],
  *check({ file, model }) {
    // Without a default an argument is empty; one that is made of the platform has a value, which no text tells.
    const values = new Map<string, VariableValue>();
    for (const { keyword, pairs } of file.instructions) {
      if (keyword === 'FROM') break;
      for (const { key, rawValue } of keyword === 'ARG' ? pairs : []) {
        const value = rawValue === undefined ? '' : model.globalArgs.get(key);
        values.set(key, value === undefined ? { kind: 'set' } : { kind: 'value', value });
      }
    }
    for (const { baseWord, parent } of model.stages) {
      if (baseWord === undefined || parent !== undefined) continue;
      const uses = variableUses(baseWord.text, file.escape);
      const culprit = uses.find(({ name, modifier }) => modifier === undefined && isEmpty(values.get(name)));
      if (culprit === undefined) continue;
      const lookup = (name: string): VariableValue =>
        values.get(name) ?? { kind: /^(?:TARGET|BUILD)[A-Z]+$/.test(name) ? 'set' : 'unset' };
      const name = expand(baseWord.text, lookup);
      // Without the part the name may be whole all the same: `${REGISTRY}debian`.
      if (name === undefined || parseImageReference(name) !== undefined) continue;
      const { start } = baseWord.span;
      const span =
        baseWord.span.end - start === baseWord.text.length
          ? { start: start + culprit.start, end: start + culprit.end }
          : baseWord.span;
      yield {
        span,
        message: `The argument ${culprit.name} has no default, so the build fails where the caller gives none.`,
      };
    }
  },
});

function isEmpty(value: VariableValue | undefined): boolean {
  return value?.kind === 'value' && value.value === '';
}
