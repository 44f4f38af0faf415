import { describe, expect, it } from 'vitest';
import { catalogue } from '../../server/src/core/index';
import { createModel } from '../../server/src/core/model/model';
import { namesIn } from '../../server/src/core/model/names';
import { parseDockerfile } from '../../server/src/core/syntax/parse';
import { wildFiles } from '../support/corpus';

// `needs` and `mentions` spare running a rule where it can find nothing: they must never hide a finding.

const texts = [
  ...catalogue.rules.flatMap(({ examples }) => examples.flatMap(({ bad, good }) => [bad, good])),
  ...(wildFiles(9) ?? []).map(({ text }) => text),
];
const subjects = texts.map((text) => {
  const file = parseDockerfile(text);
  const model = createModel(file);
  return { file, model, names: namesIn(model) };
});

describe('what a rule needs', () => {
  const gated = catalogue.rules.filter(({ needs, mentions }) => needs !== undefined || mentions !== undefined);

  it('is declared by most rules', () => {
    expect(gated.length).toBeGreaterThan(150);
  });

  it.each(gated.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
    const hidden = subjects.filter(({ file, model, names }) => {
      const runs =
        (rule.needs === undefined || rule.needs.some((name) => names.has(name))) &&
        rule.mentions?.test(file.text) !== false;
      if (runs) return false;
      const found = rule.check({ file, model, context: undefined, options: rule.options ?? {}, suppressions: [] });
      return [...found].length > 0;
    });
    expect(hidden.map(({ file }) => file.text)).toEqual([]);
  });
});
