import { defineRule } from '../lint/rule';
import { nameOfPackage, packageLists } from '../model/package-lists';
import type { ShellWord } from '../shell/shell';
import { replace } from '../text/edit';

export default defineRule({
  id: 'unsorted-packages',
  aliases: ['tally/sort-packages', 'sonar/S7018'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['RUN'],
  summary: 'The packages of an installation are not in alphabetical order.',
  docs: `
In a sorted list a package is found at once, is not named twice, and two people who each add one seldom touch the same line.

Case and punctuation may count or not: any usual order is accepted. Lists that a comment separates are lists of their own;
words with variables, files and addresses are left out.

**When to ignore:** where the order tells something, such as what belongs together.

**The fix** sorts the words; the layout of the lines stays. It needs a look, since package managers set packages up in another
order then, which may decide user ids.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y git curl\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl git\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { words } of packageLists(model, instruction)) {
      const at = firstOutOfOrder(words);
      const word = words[at];
      const previous = words[at - 1];
      if (word === undefined || previous === undefined) continue;
      const sorted = [...words].sort((a, b) => byName(textOf(a), textOf(b)) || byText(textOf(a), textOf(b)));
      yield {
        span: word.span,
        message: `${nameOfPackage(textOf(word))} comes after ${nameOfPackage(textOf(previous))}: the list is not in alphabetical order.`,
        fixes: [
          {
            title: 'Sort the packages',
            applicability: 'review',
            because: 'The package manager may set the packages up in another order.',
            edits: words.flatMap((old, i) => {
              const text = sorted[i]?.text ?? old.text;
              return text === old.text ? [] : [replace(old.span, text)];
            }),
          },
        ],
      };
    }
  },
});

const textOf = (word: ShellWord): string => word.value ?? word.text;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: string, b: string): number => byText(nameOfPackage(a), nameOfPackage(b));
// As `sort` does it in most languages.
const byLetters = (a: string, b: string): number => byText(lettersOf(a), lettersOf(b));
const lettersOf = (text: string): string => nameOfPackage(text).replace(/[^a-z0-9]/g, '');

/** The index of the first word that breaks each usual order; 0 where the list keeps one of them. */
function firstOutOfOrder(words: readonly ShellWord[]): number {
  const texts = words.map(textOf);
  const breaks = [byName, byText, byLetters].map((compare) =>
    texts.findIndex((text, i) => i > 0 && compare(texts[i - 1] ?? '', text) > 0),
  );
  return breaks.includes(-1) ? 0 : Math.max(...breaks);
}
