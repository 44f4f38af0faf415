/** A text with markers: lines of spaces, carets and `~ rule-id` annotate the line above and are taken out. */
export interface Fixture {
  readonly text: string;
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** Returns the text without its marker lines, and what they mark. */
export function readFixture(marked: string): Fixture {
  const lines: string[] = [];
  const marks: Mark[] = [];
  let lineStart = 0;
  let length = 0;
  for (const line of marked.split(/(?<=\n)/)) {
    const match = /^([ \t]*)(\^+) ~ ([\w-]+)\s*$/.exec(line);
    if (match === null) {
      lineStart = length;
      lines.push(line);
      length += line.length;
      continue;
    }
    const [, indent = '', carets = '', rule = ''] = match;
    const start = lineStart + indent.length;
    marks.push({ rule, start, end: start + carets.length });
  }
  return { text: lines.join(''), marks };
}
