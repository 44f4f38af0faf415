/** The same Dockerfile, written in another way. */
export interface Variant {
  readonly name: string;
  readonly text: string;
  /** The lines added at the top. */
  readonly addedLines: number;
}

const INSTRUCTION =
  /^([ \t]*)(FROM|RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|ARG|WORKDIR|USER|EXPOSE|LABEL|VOLUME|HEALTHCHECK|SHELL|STOPSIGNAL|ONBUILD|MAINTAINER)(?=\s)/;

/** Returns `text` with CRLF, without a final newline, with keywords in lower case, below a comment (ASCII or not), and with a byte order mark. */
export function variantsOf(text: string): readonly Variant[] {
  const plain = text.replace(/^\uFEFF/, '');
  // A comment above parser directives would disable them.
  const hasDirective = /^\s*#\s*(?:syntax|escape|check)\s*=/i.test(plain);
  const variant = (name: string, variantText: string, addedLines = 0): Variant => ({
    name,
    text: variantText,
    addedLines,
  });
  return [
    variant('CRLF', text.replace(/\r?\n/g, '\r\n')),
    variant('no final newline', text.replace(/(?:\r?\n)+$/, '')),
    variant('lower-case keywords', lowerCaseKeywords(text)),
    ...(hasDirective ? [] : [variant('leading comment', `# A comment.\n${plain}`, 1)]),
    ...(hasDirective ? [] : [variant('non-ASCII comment', `# Grüße, 漢字 und 👍.\n${plain}`, 1)]),
    variant('byte order mark', `\uFEFF${plain}`),
  ].filter((candidate) => candidate.text !== text);
}

/** Leaves the lines of heredocs alone, and those that continue an instruction. */
function lowerCaseKeywords(text: string): string {
  let delimiter: string | undefined;
  let isContinued = false;
  return text.replace(/[^\n]+/g, (line) => {
    const content = line.replace(/\r$/, '');
    if (delimiter !== undefined) {
      if (content.replace(/^\t+/, '') === delimiter) delimiter = undefined;
      return line;
    }
    const wasContinued = isContinued;
    const isComment = /^\s*#/.test(content);
    if (!isComment) isContinued = /[\\`][ \t]*$/.test(content);
    if (!isComment) delimiter = /<<-?["']?(\w+)["']?/.exec(content)?.[1];
    return wasContinued || isComment
      ? line
      : line.replace(INSTRUCTION, (_, indent: string, keyword: string) => indent + keyword.toLowerCase());
  });
}
