import type { Comment, Dockerfile } from '../syntax/dockerfile';
import { nearestName } from '../text/nearest-name';
import type { Span } from '../text/span';
import type { Catalogue } from './catalogue';
import { shellDirectives } from './shell-directives';
import type { Suppression } from './suppression';

/** Answers whether a comment of the file silences a rule at a place. */
export interface Suppressions {
  /** The rules that some comment names. */
  readonly rules: ReadonlySet<string>;
  isSuppressed(rule: string, span: Span): boolean;
  /** Returns the comments themselves: what they silenced so far is used, as far as the rules in `ran` go. */
  report(ran: ReadonlySet<string>): readonly Suppression[];
}

interface Form {
  readonly pattern: RegExp;
  readonly isFileWide: boolean;
  readonly tool: Suppression['tool'];
  readonly prefix: string;
}

const SHELL_DIRECTIVE: Form = {
  pattern: /^shellcheck\s+disable\s*=\s*([^;#]+)/i,
  isFileWide: false,
  tool: 'shellcheck',
  prefix: 'shellcheck/',
};

// The names are the end of the match: up to `;` (a reason may follow) or to the end of the comment.
const FORMS: readonly Form[] = [
  { pattern: /^plimsoll\s+ignore-file\s*=\s*([^;]+)/i, isFileWide: true, tool: 'plimsoll', prefix: '' },
  { pattern: /^plimsoll\s+ignore\s*=\s*([^;]+)/i, isFileWide: false, tool: 'plimsoll', prefix: '' },
  { pattern: /^hadolint\s+global\s+ignore\s*=\s*([^;]+)/i, isFileWide: true, tool: 'hadolint', prefix: 'hadolint/' },
  { pattern: /^hadolint\s+ignore\s*=\s*([^;]+)/i, isFileWide: false, tool: 'hadolint', prefix: 'hadolint/' },
  { pattern: /^tally\s+global\s+ignore\s*=\s*([^;]+)/i, isFileWide: true, tool: 'tally', prefix: '' },
  { pattern: /^tally\s+ignore\s*=\s*([^;]+)/i, isFileWide: false, tool: 'tally', prefix: '' },
  SHELL_DIRECTIVE,
  {
    pattern: /^check\s*=\s*(?:.*;)?\s*skip\s*=\s*([^;]+)/i,
    isFileWide: false,
    tool: 'buildkit',
    prefix: 'buildkit/',
  },
];

const DIRECTIVE: Form = {
  pattern: /(?:^|;)\s*skip\s*=\s*([^;]+)/i,
  isFileWide: true,
  tool: 'buildkit',
  prefix: 'buildkit/',
};

interface Name {
  readonly text: string;
  readonly span: Span;
  readonly rules: ReadonlySet<string>;
  readonly used: Set<string>;
}

interface Entry extends Omit<Suppression, 'names'> {
  readonly names: readonly Name[];
  /** The instruction that it covers; absent where it covers the file. */
  readonly target: Span | undefined;
}

/** Returns the suppressions of `file`: our comments, and those of hadolint, tally and BuildKit, but for those of `isOff`. */
export function readSuppressions(
  file: Dockerfile,
  catalogue: Catalogue,
  isOff: (tool: Suppression['tool']) => boolean = () => false,
): Suppressions {
  const entries: Entry[] = [];
  for (const directive of file.directives) {
    if (directive.name !== 'check') continue;
    const { names } = readNames(DIRECTIVE, directive.value, directive.valueSpan.start, catalogue) ?? {};
    if (names === undefined) continue;
    const { span, line } = directive;
    entries.push({
      ...{ tool: 'buildkit', span, line, isFileWide: true, isDirective: true, hasReason: false },
      names,
      target: undefined,
    });
  }
  let above: { readonly end: number; readonly isReason: boolean } = { end: -1, isReason: false };
  for (const comment of file.comments) {
    const { span, line, text } = comment;
    const isBelow = above.end === line.start;
    const form = text.length > 9 ? FORMS.find(({ pattern }) => pattern.test(text)) : undefined;
    const read = form && readNames(form, text, span.end - text.length, catalogue);
    above = { end: line.end, isReason: form === undefined ? text !== '' : isBelow && above.isReason };
    if (form === undefined || read === undefined) continue;
    const target = form.isFileWide ? undefined : instructionBelow(file, comment);
    if ((!form.isFileWide && target === undefined) || isOff(form.tool)) continue;
    const { tool, isFileWide } = form;
    const hasReason = read.hasReason || above.isReason;
    entries.push({ tool, span, line, isFileWide, isDirective: false, hasReason, names: read.names, target });
  }

  for (const { text, span, line, target } of shellDirectives(file)) {
    const read = readNames(SHELL_DIRECTIVE, text, span.end - text.length, catalogue);
    if (read === undefined) continue;
    const { names, hasReason } = read;
    entries.push({ tool: 'shellcheck', span, line, isFileWide: false, isDirective: false, hasReason, names, target });
  }

  const rules = new Set(entries.flatMap(({ names }) => names.flatMap((name) => [...name.rules])));
  return {
    rules,
    isSuppressed: (rule, span) => {
      if (!rules.has(rule)) return false;
      let isSuppressed = false;
      for (const { names, target } of entries) {
        if (target !== undefined && !(target.start <= span.start && span.start <= target.end)) continue;
        for (const name of names) {
          if (!name.rules.has(rule)) continue;
          name.used.add(rule);
          isSuppressed = true;
        }
      }
      return isSuppressed;
    },
    report: (ran) =>
      entries.map(({ names, ...entry }) => ({
        ...entry,
        names: names.map(({ text, span, rules: meant, used }) => ({
          text,
          span,
          rules: [...meant],
          isUnused: meant.size > 0 && used.size === 0 && [...meant].every((rule) => ran.has(rule)),
          ...(meant.size > 0 ? {} : withNearest(text, entry.tool, catalogue)),
        })),
      })),
  };
}

/** Returns the names in `text`, which begins at `offset` of the file; words that follow them and name no rule are a reason. */
function readNames(
  { pattern, tool, prefix }: Form,
  text: string,
  offset: number,
  catalogue: Catalogue,
): { readonly names: readonly Name[]; readonly hasReason: boolean } | undefined {
  const match = pattern.exec(text);
  const [all = '', list] = match ?? [];
  if (match === null || list === undefined) return undefined;
  const end = match.index + all.length;
  const listStart = offset + end - list.length;
  const head = /^[\s,]*[^\s,]+(?:\s*,\s*[^\s,]+)*/.exec(list)?.[0].length ?? 0;
  const names: Name[] = [];
  // What follows `;` in `# check=` are other options.
  let hasReason = tool !== 'buildkit' && /;\s*\S/.test(text.slice(end));
  for (const { 0: word, index } of list.matchAll(/[^\s,]+/g)) {
    const rules = rulesNamed(word, prefix, catalogue);
    if (index >= head && rules.length === 0) hasReason = true;
    else {
      const start = listStart + index;
      names.push({
        text: word,
        span: { start, end: start + word.length },
        rules: new Set(rules),
        used: new Set(),
      });
    }
  }
  return { names, hasReason };
}

function rulesNamed(name: string, prefix: string, catalogue: Catalogue): readonly string[] {
  if (name.toLowerCase() === 'all') {
    const all =
      prefix === ''
        ? catalogue.rules
        : catalogue.rules.filter((rule) => rule.aliases.some((alias) => alias.startsWith(prefix)));
    return all.map(({ id }) => id);
  }
  const found = catalogue.resolve(`${prefix}${name}`);
  const ids = (found.length > 0 ? found : catalogue.resolve(name)).map(({ id }) => id);
  // ShellCheck's further findings go by its own names (see shell-check.ts).
  const [, code] = /^(?:shellcheck\/)?(SC\d{4})$/i.exec(name) ?? [];
  return ids.length > 0 || code === undefined ? ids : [`shellcheck/${code.toUpperCase()}`];
}

function withNearest(text: string, tool: Suppression['tool'], { rules }: Catalogue): { readonly nearest?: string } {
  const own = `${tool}/`;
  const names = tool === 'plimsoll' || tool === 'tally' ? rules.flatMap(({ id, aliases }) => [id, ...aliases]) : [];
  const inTool = rules.flatMap(({ aliases }) =>
    aliases.flatMap((alias) => (alias.startsWith(own) ? [alias.slice(own.length)] : [])),
  );
  const nearest = nearestName(text, [...names, ...inTool]);
  return nearest === undefined ? {} : { nearest };
}

/** The instruction that holds the comment (inside a continuation), else the next one below it. */
function instructionBelow(file: Dockerfile, comment: Comment): Span | undefined {
  const instruction = file.instructions.find(({ span }) => span.end > comment.span.start);
  return instruction?.span;
}
