import { analyze, type Analysis, type Finding, type LintSettings } from '../../server/src/core/index';

/** One change of a text, as a person makes it. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Numbers by chance, the same for the same seed (mulberry32). */
export function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const TYPED = ['x', ' ', '"', '\\', '$', '#', '\n', '/', '=', '&', '-', '1', '<', '|', ';', "'", '\r\n', '`', '['];
const PASTED = [
  'RUN apt-get update\n',
  'USER root\n',
  'FROM alpine:3.20 AS extra\n',
  'ENV PATH=/opt:$PATH\n',
  '# plimsoll ignore=apt-recommends\n',
  '# escape=`\n',
  'COPY --from=0 /a /b\n',
  'RUN <<EOF\nset -e\ncd /x\nEOF\n',
  ' && curl http://example.com | sh',
  'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\n',
  'ARG VERSION=1\n',
  'WORKDIR srv\n',
  '\n\n',
];

/** Returns a change of `text` by chance: mostly a character typed, often at the end of a line, or taken back. */
export function changeOf(text: string, below: (limit: number) => number): Change {
  const lineEnds = [...text.matchAll(/\r?$/gm)].map(({ index }) => index);
  const somewhere = below(text.length + 1);
  const at = below(2) === 0 ? somewhere : (lineEnds[below(lineEnds.length)] ?? somewhere);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const lineEnd = newline === -1 ? text.length : newline + 1;
  switch (below(10)) {
    case 0:
      return { start: Math.max(0, at - 1), end: at, newText: '' };
    case 1:
      return { start: at, end: Math.min(text.length, at + 1 + below(6)), newText: '' };
    case 2:
      return { start: lineStart, end: lineEnd, newText: '' };
    case 3:
      return { start: lineStart, end: lineStart, newText: PASTED[below(PASTED.length)] ?? '' };
    case 4:
      return { start: lineEnd, end: lineEnd, newText: text.slice(lineStart, lineEnd) };
    default:
      return { start: at, end: at, newText: TYPED[below(TYPED.length)] ?? 'x' };
  }
}

/** What a person sees of `finding`; fixes are made only where asked for, since the rule is asked again for them. */
function shown({ rule, span, message, severity, related, aliases, fixes }: Finding, withFixes: boolean): string {
  const places = related?.map((one) => [one.message, one.span.start, one.span.end]);
  const made = withFixes
    ? (fixes ?? []).map(({ title, applicability, because, edits }) => [
        title,
        applicability,
        because,
        edits.map(({ span: place, newText }) => [place.start, place.end, newText]),
      ])
    : undefined;
  return JSON.stringify([rule, span.start, span.end, message, severity, places, aliases, made]);
}

/**
 * Types into `text` `count` times and returns the first change after which the findings, taken over from version to
 * version, are not those of the text read anew; `undefined` where they always are.
 */
export function firstDifference(
  text: string,
  count: number,
  seed: number,
  settings: LintSettings,
  context?: Parameters<typeof analyze>[1] extends infer O | undefined
    ? O extends { context?: infer C }
      ? C
      : never
    : never,
): string | undefined {
  const below = chance(seed);
  let current = text;
  let kept: Analysis = analyze(current, { settings, isFollowed: true, ...(context === undefined ? {} : { context }) });
  kept.findings.at(0);
  for (let step = 0; step < count; step++) {
    const change = changeOf(current, below);
    const next = current.slice(0, change.start) + change.newText + current.slice(change.end);
    const given = { settings, ...(context === undefined ? {} : { context }) };
    kept = analyze(next, { ...given, previous: kept });
    const anew = analyze(next, given);
    const withFixes = below(4) === 0;
    const expected = anew.findings.map((finding) => shown(finding, withFixes));
    const found = kept.findings.map((finding) => shown(finding, withFixes));
    const lost = expected.filter((one) => !found.includes(one));
    const old = found.filter((one) => !expected.includes(one));
    if (lost.length > 0 || old.length > 0 || found.length !== expected.length) {
      const where = JSON.stringify(change);
      return `after ${where} in step ${String(step)}\nmissing: ${lost.slice(0, 3).join('\n')}\nno longer true: ${old.slice(0, 3).join('\n')}\n---\n${current}`;
    }
    current = next;
  }
  return undefined;
}
