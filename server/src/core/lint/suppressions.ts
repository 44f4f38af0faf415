import type { Comment, Dockerfile } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { Catalogue } from './catalogue';

/** Answers whether a comment of the file silences a rule at a place. */
export interface Suppressions {
  isSuppressed(rule: string, span: Span): boolean;
}

// `names` end at `;` (a reason may follow) or at the end of the comment.
const FORMS: readonly { readonly pattern: RegExp; readonly isFileWide: boolean; readonly prefix: string }[] = [
  { pattern: /^plimsoll\s+ignore-file\s*=\s*([^;]+)/i, isFileWide: true, prefix: '' },
  { pattern: /^plimsoll\s+ignore\s*=\s*([^;]+)/i, isFileWide: false, prefix: '' },
  { pattern: /^hadolint\s+global\s+ignore\s*=\s*([^;]+)/i, isFileWide: true, prefix: 'hadolint/' },
  { pattern: /^hadolint\s+ignore\s*=\s*([^;]+)/i, isFileWide: false, prefix: 'hadolint/' },
  { pattern: /^tally\s+global\s+ignore\s*=\s*([^;]+)/i, isFileWide: true, prefix: '' },
  { pattern: /^tally\s+ignore\s*=\s*([^;]+)/i, isFileWide: false, prefix: '' },
  { pattern: /^check\s*=\s*(?:.*;)?\s*skip\s*=\s*([^;]+)/i, isFileWide: false, prefix: 'buildkit/' },
];

/** Returns the suppressions of `file`: our comments, and those of hadolint, tally and BuildKit. */
export function readSuppressions(file: Dockerfile, catalogue: Catalogue): Suppressions {
  const fileWide = new Set<string>();
  const local: { readonly rules: ReadonlySet<string>; readonly span: Span }[] = [];
  const add = (names: string, prefix: string, span: Span | undefined): void => {
    const rules = rulesNamed(names, prefix, catalogue);
    if (span === undefined) for (const rule of rules) fileWide.add(rule);
    else local.push({ rules: new Set(rules), span });
  };

  for (const comment of file.comments) {
    for (const { pattern, isFileWide, prefix } of FORMS) {
      const [, names] = pattern.exec(comment.text) ?? [];
      if (names === undefined) continue;
      const target = isFileWide ? undefined : instructionBelow(file, comment);
      if (isFileWide || target !== undefined) add(names, prefix, target);
      break;
    }
  }
  for (const { name, value } of file.directives) {
    const [, names] = name === 'check' ? (/(?:^|;)\s*skip\s*=\s*([^;]+)/i.exec(value) ?? []) : [];
    if (names !== undefined) add(names, 'buildkit/', undefined);
  }

  return {
    isSuppressed: (rule, span) =>
      fileWide.has(rule) ||
      local.some((entry) => entry.rules.has(rule) && entry.span.start <= span.start && span.start <= entry.span.end),
  };
}

function rulesNamed(names: string, prefix: string, catalogue: Catalogue): readonly string[] {
  return names.split(/[\s,]+/).flatMap((name) => {
    if (name === '') return [];
    if (name.toLowerCase() === 'all') {
      const all =
        prefix === ''
          ? catalogue.rules
          : catalogue.rules.filter((rule) => rule.aliases.some((alias) => alias.startsWith(prefix)));
      return all.map(({ id }) => id);
    }
    const found = catalogue.resolve(`${prefix}${name}`);
    return (found.length > 0 ? found : catalogue.resolve(name)).map(({ id }) => id);
  });
}

/** The instruction that holds the comment (inside a continuation), else the next one below it. */
function instructionBelow(file: Dockerfile, comment: Comment): Span | undefined {
  const instruction = file.instructions.find(({ span }) => span.end > comment.span.start);
  return instruction?.span;
}
