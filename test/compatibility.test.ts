import { describe, expect, it } from 'vitest';
import { catalogue } from '../server/src/core/index';
import { rulesMeant } from './agreement/names';
import { coveringRules, readCompatibility, readConcepts } from './agreement/concepts';

const compatibility = readCompatibility();
const concepts = readConcepts();

describe('docs/compatibility.json', () => {
  it('names rules and aliases that there are', () => {
    const isRule = (name: string): boolean => catalogue.rules.some(({ id }) => id === name);
    expect(Object.values(compatibility.concepts).filter((rule) => !isRule(rule))).toEqual([]);
    // godolint has the ids of hadolint.
    const isKnown = (alias: string): boolean => {
      const [tool = '', ...rest] = alias.split('/');
      return rulesMeant(tool, rest.join('/')).length > 0;
    };
    expect(Object.keys(compatibility.differences).filter((alias) => !isKnown(alias))).toEqual([]);
  });

  it('leaves no check out that a rule makes', () => {
    expect(Object.keys(compatibility.leftOut).filter((name) => catalogue.resolve(name).length > 0)).toEqual([]);
  });

  it('gives a sentence for all that is left out or differs', () => {
    const reasons = [...Object.entries(compatibility.leftOut), ...Object.entries(compatibility.differences)];
    expect(reasons.filter(([, reason]) => !/^\S.{20,}[.)]$/s.test(reason))).toEqual([]);
  });

  // The table of concepts is in the shared folder (PLIMSOLL_SHARED names it, else ../shared), which not every machine has.
  describe.skipIf(concepts === undefined)('against the table of concepts', () => {
    it('covers or explains each concept', () => {
      const missing = (concepts ?? []).filter(
        (concept) => coveringRules(concept, compatibility).length === 0 && !(concept.id in compatibility.leftOut),
      );
      expect(missing.map(({ id }) => id)).toEqual([]);
    });

    it('explains nothing that is covered, and knows each concept it names', () => {
      const covered = (concepts ?? []).filter((concept) => coveringRules(concept, compatibility).length > 0);
      expect(covered.filter(({ id }) => id in compatibility.leftOut).map(({ id }) => id)).toEqual([]);
      const known = new Set((concepts ?? []).map(({ id }) => id));
      const named = [...Object.keys(compatibility.concepts), ...Object.keys(compatibility.leftOut)];
      // A check of another tool may be left out by its own name.
      expect(named.filter((id) => !known.has(id) && !id.includes('/'))).toEqual([]);
    });
  });
});
