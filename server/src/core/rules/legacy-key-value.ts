import { defineRule, type Fix } from '../lint/rule';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt, replace, type TextEdit } from '../text/edit';
import { touches } from '../text/span';

const OLD_FORM = ['buildkit/LegacyKeyValueFormat', 'tally/buildkit/LegacyKeyValueFormat'];
const SPACE_BEFORE_SIGN = 'sonar/S6574';

export default defineRule({
  id: 'legacy-key-value',
  aliases: [...OLD_FORM, SPACE_BEFORE_SIGN],
  category: 'style',
  severity: 'info',
  preset: 'recommended',
  needs: ['ENV', 'LABEL'],
  summary: 'A name and its value are joined by a space instead of "=".',
  docs: `
\`ENV KEY value\` is an old form: it takes one pair only, and everything after the first space is the value, quotes and
\`=\` included. \`ENV A = b\` sets A to \`= b\`, and \`ENV A b C=d\` sets A to \`b C=d\`. BuildKit keeps the form for old files
and warns.

**When to ignore:** never needed.

**The fix** writes \`KEY=value\`, in double quotes where the value holds spaces, so that the value stays the same to the
letter.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nENV GREETING hello world\n',
      good: 'FROM debian:bookworm-slim\nENV GREETING="hello world"\n',
    },
  ],
  *checkInstruction({ file }, outer) {
    const instruction = outer.trigger ?? outer;
    const { keyword, isLegacyPair, pairs } = instruction;
    const [pair] = pairs;
    if (!isLegacyPair || pair?.valueSpan === undefined || pair.rawValue === undefined) return;
    const edits = edit(file, instruction);
    const fixes: Fix[] = [];
    const title = `Put "=" after ${pair.key}`;
    if (edits !== undefined && outer === instruction) fixes.push({ title, applicability: 'safe', edits });
    if (edits !== undefined && outer !== instruction) {
      fixes.push({ title, applicability: 'review', because: 'The image keeps the text of its triggers.', edits });
    }
    const [, intended] = /^=\s+([^\s"'\\$]+)$/.exec(pair.rawValue) ?? [];
    if (intended !== undefined) {
      fixes.push({
        title: `Write ${pair.key}=${intended}`,
        applicability: 'review',
        because: 'The value is "= …" now; the equals sign was probably not meant to be part of it.',
        edits: [replace(pair.span, `${pair.key}=${intended}`)],
      });
    }
    const sign = pair.rawValue.startsWith('=') ? `; the value of ${pair.key} begins with "="` : '';
    yield {
      span: pair.span,
      message: `${keyword} ${pair.key} is in the old form without "="${sign}.`,
      // BuildKit does not look into triggers.
      aliases: [...(outer === instruction ? OLD_FORM : []), ...(sign === '' ? [] : [SPACE_BEFORE_SIGN])],
      fixes,
    };
  },
});

function edit(file: Dockerfile, instruction: Instruction): readonly TextEdit[] | undefined {
  const [pair] = instruction.pairs;
  if (pair?.valueSpan === undefined || pair.rawValue === undefined) return undefined;
  const { rawValue, keySpan, valueSpan } = pair;
  const gap = { start: keySpan.end, end: valueSpan.start };
  if (instruction.innerComments.some(({ span }) => touches(span, gap))) return undefined;
  const quoting = quotingOf(rawValue, file.escape);
  if (quoting === 'none') return [replace(gap, '=')];
  if (quoting === 'around') return [replace(gap, '="'), insertAt(valueSpan.end, '"')];
  if (file.text.slice(valueSpan.start, valueSpan.end) !== rawValue) return undefined;
  const quoted = requote(rawValue, file.escape);
  return quoted === undefined ? undefined : [replace(gap, '='), replace(valueSpan, quoted)];
}

function quotingOf(raw: string, escape: string): 'none' | 'around' | 'rewrite' {
  const isPlain = !/["']/.test(raw) && !raw.includes(escape);
  if (isPlain) return /[\s\u0085]/.test(raw) ? 'around' : 'none';
  // One quoted string stays as it is: the same quotes protect its spaces.
  if (/^"[^"$\\`]*"$/.test(raw) || /^'[^']*'$/.test(raw)) return 'none';
  return !/[\s\u0085]/.test(raw) && !raw.endsWith(escape) ? 'none' : 'rewrite';
}

/** Returns `raw` as one string in double quotes with the same value; `undefined` where that is not certain. */
function requote(raw: string, escape: string): string | undefined {
  let result = '';
  let quote = '';
  for (let i = 0; i < raw.length; i++) {
    const character = raw[i] ?? '';
    const next = raw[i + 1];
    if (quote === "'") {
      if (character === "'") quote = '';
      else result += literal(character, escape);
    } else if (character === escape) {
      if (next === undefined) return undefined;
      const isEscape = quote === '' || next === '"' || next === '$' || next === escape;
      result += isEscape ? literal(next, escape) : literal(escape, escape) + literal(next, escape);
      i++;
    } else if (character === '"') {
      quote = quote === '"' ? '' : '"';
    } else if (character === "'" && quote === '') {
      quote = "'";
    } else if (character === '$') {
      const [use] = /^\$(?:\{\w+(?::?[-+][^{}"'\s\\`$]*)?\}|\w+|(?![\w{@*#?!$-]))/.exec(raw.slice(i)) ?? [];
      if (use === undefined) return undefined;
      result += use === '$' ? literal('$', escape) : use;
      i += use.length - 1;
    } else result += character;
  }
  return quote === '' ? `"${result}"` : undefined;
}

function literal(character: string, escape: string): string {
  return character === '"' || character === '$' || character === escape ? `${escape}${character}` : character;
}
