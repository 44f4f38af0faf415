import { describe, expect, it } from 'vitest';
import { analyze, catalogue } from '../../server/src/core/index';
import { wildFiles } from '../support/corpus';
import { memoryContext } from '../support/build-context';
import { firstDifference } from '../support/typing';

// While somebody types, most of a version is taken over from the one before: it must be what reading the text anew gives.

const examples = catalogue.rules.flatMap(({ examples }) => examples.flatMap(({ bad, good }) => [bad, good]));
const context = memoryContext({
  'package.json': '{"scripts":{"start":"node ."},"dependencies":{"express":"1"}}',
  'requirements.txt': 'flask\npsycopg2\n',
  'src/index.js': '',
  '.env': 'A=1',
});

describe('a version that follows another', () => {
  it.each([0, 1, 2, 3])('says what the same text says when it is new, in the examples (%i)', (part) => {
    const texts = examples.filter((_, index) => index % 4 === part);
    for (const [index, text] of texts.entries()) {
      expect(firstDifference(text, 6, index * 4 + part, { preset: 'strict' })).toBeUndefined();
    }
  });

  it('says so with a build context too', () => {
    for (const [index, text] of examples.filter((_, index) => index % 5 === 0).entries()) {
      expect(firstDifference(text, 6, 10_000 + index, {}, context)).toBeUndefined();
    }
  });

  it('says so in real files', () => {
    for (const [index, { text }] of (wildFiles(67) ?? []).entries()) {
      if (text.length > 20_000) continue;
      expect(firstDifference(text, 12, index, { preset: 'strict' })).toBeUndefined();
    }
  }, 120_000);

  it('is asked again where the settings or the build context are others', () => {
    const text = 'FROM debian:bookworm\nCOPY missing.txt /\nRUN cd /x && ls\n';
    const first = analyze(text, { settings: {}, isFollowed: true });
    expect(first.findings.map(({ rule }) => rule)).not.toContain('cd-instead-of-workdir');
    const strict = analyze(text, { settings: { preset: 'strict' }, previous: first });
    expect(strict.findings.map(({ rule }) => rule)).toEqual(
      analyze(text, { settings: { preset: 'strict' } }).findings.map(({ rule }) => rule),
    );
    const settings = {};
    const before = analyze(text, { settings, isFollowed: true, context: memoryContext({ 'missing.txt': '' }) });
    expect(before.findings.map(({ rule }) => rule)).not.toContain('copy-source-missing');
    const after = analyze(text, { settings, context: memoryContext({}), previous: before });
    expect(after.findings.map(({ rule }) => rule)).toContain('copy-source-missing');
  });
});
