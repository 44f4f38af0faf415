import { analyze, type Analysis, type Finding, type Rule } from '../../server/src/core/index';
import { memoryContext } from '../support/build-context';
import type { Expectation, PeerCase } from './cases';
import { idsIn, isMeant, publicName, rulesMeant, rulesOfTool, toolsOf } from './names';
import { settingsFor, tallyIncludes } from './settings';

/** `missed`: the peer reports it and we do not; `extra`: we report what the peer's case says is right. */
export type Verdict = 'agreed' | 'missed' | 'extra' | 'undecided';

/** One decision of one case about one rule. */
export interface Decision {
  readonly row: PeerCase;
  /** The peer's id of the rule. */
  readonly rule: string;
  readonly verdict: Verdict;
  readonly why: string;
  readonly findings: readonly string[];
}

/**
 * Tools whose tests name every place where the rule of the case fires, so that it is silent everywhere else. For the
 * others only what a row says is decided.
 */
const EXHAUSTIVE: ReadonlySet<string> = new Set(['sonar-iac', 'semgrep-rules', 'kics', 'datadog-iac-scanner']);

/** Tools that name another line than the words at fault: equally many findings are the same findings. */
const LOOSE_LINES: ReadonlySet<string> = new Set(['buildkit', 'tally', 'godolint']);

/** Returns what the case decides about us. */
export function judge(row: PeerCase): readonly Decision[] {
  const undecided = (rule: string, why: string): Decision => ({ row, rule, verdict: 'undecided', why, findings: [] });
  // A case with an expected text shows how another tool formats or rewrites: its style is not a decision about a fault.
  if (row.expect === null) {
    return row.kind === 'input-only' ? [] : [undecided(row.rule, `${row.kind}: a text in the style of the peer`)];
  }
  if (row.dockerfile_base64 !== undefined)
    return [undecided(row.rule, 'text that is not UTF-8 is the host’s business')];
  // BuildKit's error tests run whole builds: programs that do not exist, images that cannot be pulled.
  if (row.kind === 'error') return [undecided(row.rule, 'the failure of a build, which no text decides')];
  const attributes = Object.keys(row.build_attrs ?? {});
  if (attributes.length > 0) return [undecided(row.rule, `needs ${attributes.join(', ')}`)];

  const names = [...new Set(row.expect.map(({ rule }) => rule))];
  const meant = new Map(names.map((name) => [name, rulesMeant(row.peer, name)]));
  const silent = row.complete === true ? judgedWhenComplete(row) : [];
  const rules = [...new Set([...silent, ...[...meant.values()].flat()])];
  const context = row.files === undefined ? {} : { context: memoryContext(row.files) };
  const given = settingsFor(row, rules);
  if ('reason' in given) return names.map((name) => undecided(publicName(row.peer, name), given.reason));
  const text = textOf(row);
  const shift = text === row.dockerfile ? 0 : 1;
  const analysis = analyze(text, { settings: given.settings, ...context });
  const places = analysis.findings.map((finding) => ({ finding, place: placeOf(analysis, finding) }));
  const shown = analysis.findings.map((finding) => show(analysis, finding));

  const decisions: Decision[] = [];
  const decide = (rule: string, verdict: Verdict, why: string): void => {
    decisions.push({ row, rule: publicName(row.peer, rule), verdict, why, findings: shown });
  };
  // Findings that some expectation of the row accounts for.
  const accounted = new Set<Finding>();
  for (const name of names) {
    const own = meant.get(name) ?? [];
    const expected = row.expect.filter(({ rule }) => rule === name);
    if (own.length === 0) {
      for (const _ of expected) decide(name, 'undecided', 'no rule of ours');
      continue;
    }
    const ids = new Set(own.map(({ id }) => id));
    const found = places.filter(({ finding }) => isMeant(row.peer, name, finding));
    if (expected.some(({ instruction }) => instruction !== undefined)) {
      judgeCounts(name, expected, new Set(found.map(({ place }) => place)).size, decide);
      for (const { finding } of found) accounted.add(finding);
      continue;
    }
    const fires = expected.filter((expectation) => expectation.fires);
    const placed = fires.filter(({ line }) => line !== undefined);
    const unmatched: Expectation[] = [];
    const missing = new Set(placed.map((expectation) => placeOfLine(analysis, (expectation.line ?? 0) + shift)));
    for (const expectation of placed) {
      const place = placeOfLine(analysis, (expectation.line ?? 0) + shift);
      const here = found.filter((entry) => entry.place === place);
      for (const { finding } of here) accounted.add(finding);
      if (here.length === 0) unmatched.push(expectation);
      else decide(name, 'agreed', '');
    }
    // What concerns the whole file may be told at another place.
    const elsewhere = found.filter(({ place }) => !missing.has(place));
    const [moved] = elsewhere;
    if (unmatched.length === 1 && elsewhere.length > 0 && moved !== undefined && placed.length === 1) {
      accounted.add(moved.finding);
      decide(name, 'agreed', 'at another place');
    } else if (LOOSE_LINES.has(row.peer) && unmatched.length > 0 && unmatched.length === elsewhere.length) {
      for (const { finding } of elsewhere) {
        accounted.add(finding);
        decide(name, 'agreed', 'at another place');
      }
    } else for (const { line } of unmatched) decide(name, 'missed', `line ${line}`);
    if (fires.length > placed.length) {
      for (const { finding } of found) accounted.add(finding);
      decide(name, found.length > 0 ? 'agreed' : 'missed', '');
    }
    for (const { line } of expected.filter((expectation) => !expectation.fires)) {
      const place = line === undefined ? undefined : placeOfLine(analysis, line + shift);
      // A row may call one line right and wrong: then it decides nothing about it.
      if (place !== undefined && missing.has(place)) continue;
      if (place === undefined && fires.length > 0) continue;
      // A rule of ours may say what two of the peer's say: the row's other expectation accounts for it.
      const against = found.filter((entry) => place === undefined || entry.place === place);
      const sibling = row.expect.some(
        (other) => other.fires && other.rule !== name && (meant.get(other.rule) ?? []).some(({ id }) => ids.has(id)),
      );
      if (against.length > 0 && sibling) decide(name, 'undecided', 'one rule of ours for two of the peer');
      else {
        for (const { finding } of against) accounted.add(finding);
        decide(name, against.length === 0 ? 'agreed' : 'extra', line === undefined ? '' : `line ${line}`);
      }
    }
  }

  const silentIds = new Set(silent.map(({ id }) => id));
  const isJudged = (finding: Finding): boolean =>
    EXHAUSTIVE.has(row.peer)
      ? names.some((name) => isMeant(row.peer, name, finding))
      : isSilent(row, silentIds, finding);
  const accountedPlaces = new Set(
    places.filter(({ finding }) => accounted.has(finding)).map(({ finding, place }) => `${finding.rule} ${place}`),
  );
  const unaccounted = new Map(
    places
      .filter(
        ({ finding, place }) =>
          isJudged(finding) && !accounted.has(finding) && !accountedPlaces.has(`${finding.rule} ${place}`),
      )
      .map(({ finding, place }) => [`${finding.rule} ${place}`, finding]),
  );
  for (const finding of unaccounted.values()) {
    decide(nameHere(row, names, finding), 'extra', `nothing expected for ${show(analysis, finding)}`);
  }
  if (names.length === 0 && row.complete === true) {
    if (silent.length === 0) decide(row.rule, 'undecided', 'no rule of ours');
    else if (unaccounted.size === 0) decide(row.rule, 'agreed', '');
  }
  return decisions;
}

/** The base image of fragments: one that nobody knows. */
const FRAGMENT_BASE = 'FROM example.com/unknown/base:1.0\n';

/** Rules about FROM, or its absence. */
const ABOUT_FROM: ReadonlySet<string> = new Set(['DL3026', 'DL3061', 'DF037', 'NO_SOURCE_IMAGE']);

/**
 * Many tests are fragments without FROM, which no build accepts: they are judged under a base image. Where the absence of
 * FROM is the matter, the text stays as it is.
 */
function textOf({ peer, kind, rule, dockerfile }: PeerCase): string {
  const isFragment = (kind === 'rule' || kind === 'parse') && !/^\s*FROM\b/im.test(dockerfile);
  const isAboutFrom = kind === 'rule' && ABOUT_FROM.has(publicName(peer, rule));
  if (!isFragment || isAboutFrom) return dockerfile;
  // Directives and comments that hold for the whole file stay above it.
  const [head = ''] = /^(?:[ \t]*#[^\n]*\n)*/.exec(dockerfile) ?? [];
  return `${head}${FRAGMENT_BASE}${dockerfile.slice(head.length)}`;
}

/** Checkov's rows name no line, but count: so many instructions fail, so many pass. */
function judgeCounts(
  name: string,
  expected: readonly Expectation[],
  found: number,
  decide: (rule: string, verdict: Verdict, why: string) => void,
): void {
  const fires = expected.filter((expectation) => expectation.fires).length;
  const extra = Math.max(0, found - fires);
  const passes = Math.max(0, expected.length - fires - extra);
  for (let i = 0; i < Math.min(found, fires) + passes; i++) decide(name, 'agreed', '');
  for (let i = found; i < fires; i++) decide(name, 'missed', `${found} of ${fires}`);
  for (let i = 0; i < extra; i++) decide(name, 'extra', `${found} for ${fires}`);
}

/** The place of a finding is the instruction it stands in: peers name its first line, we the words. */
function placeOf(analysis: Analysis, { span }: Finding): number {
  return placeOfOffset(analysis, span.start);
}

function placeOfLine(analysis: Analysis, line: number): number {
  const { lines } = analysis.file;
  const index = analysis.file.instructions.findIndex(
    ({ linesSpan }) =>
      lines.lineAt(linesSpan.start) <= line - 1 &&
      line - 1 <= lines.lineAt(Math.max(linesSpan.start, linesSpan.end - 1)),
  );
  return index === -1 ? -line : index;
}

function placeOfOffset(analysis: Analysis, offset: number): number {
  return placeOfLine(analysis, analysis.file.lines.lineAt(offset) + 1);
}

function show({ file, text }: Analysis, { rule, span, message }: Finding): string {
  const { line, character } = file.lines.positionAt(span.start);
  return `${line + 1}:${character + 1} ${rule} ${JSON.stringify(text.slice(span.start, span.end).slice(0, 60))}: ${message}`;
}

/** Returns the peer's id under which a finding that it does not expect is counted. */
function nameHere(row: PeerCase, names: readonly string[], finding: Finding): string {
  const named = names.find((name) => isMeant(row.peer, name, finding));
  if (named !== undefined) return named;
  const [id] = toolsOf(row.peer).flatMap((tool) => idsIn(tool, finding));
  return id ?? row.rule;
}

/** The settings of dockerfile-utils by the code that they turn off. */
const UTILS_SETTINGS: Readonly<Record<string, string>> = {
  deprecatedMaintainer: 'DEPRECATED_MAINTAINER',
  directiveCasing: 'CASING_DIRECTIVE',
  instructionCasing: 'CASING_INSTRUCTION',
  emptyContinuationLine: 'EMPTY_CONTINUATION_LINE',
  instructionCmdMultiple: 'MULTIPLE_INSTRUCTIONS',
  instructionEntrypointMultiple: 'MULTIPLE_INSTRUCTIONS',
  instructionHealthcheckMultiple: 'MULTIPLE_INSTRUCTIONS',
  instructionJSONInSingleQuotes: 'JSON_IN_SINGLE_QUOTES',
  instructionWorkdirRelative: 'WORKDIR_IS_NOT_ABSOLUTE',
};

/** The codes that its tests turn off unless they are about them. */
const UTILS_TEST_DEFAULTS: ReadonlySet<string> = new Set(
  Object.values(UTILS_SETTINGS).filter((code) => !code.startsWith('CASING_')),
);

/** Tells whether the silence of a complete row is about a finding of this kind. */
function isSilent(row: PeerCase, silent: ReadonlySet<string>, finding: Finding): boolean {
  if (!silent.has(finding.rule)) return false;
  if (row.peer === 'tally') {
    return (tallyIncludes(row.config ?? '') ?? []).some((name) => isMeant('tally', name, finding));
  }
  const ids = toolsOf(row.peer).flatMap((tool) => idsIn(tool, finding));
  if (row.peer !== 'dockerfile-utils') return ids.length > 0;
  // A finding that goes by a code which is off here may be that one's: the row says nothing about it.
  const off = utilsOff(row.settings);
  return ids.length > 0 && !ids.some((id) => off.has(id));
}

/** Returns the rules about which the silence of a complete row says something. */
function judgedWhenComplete(row: PeerCase): readonly Rule[] {
  const all = toolsOf(row.peer).flatMap(rulesOfTool);
  if (row.peer === 'tally') {
    const included = tallyIncludes(row.config ?? '');
    return included === undefined ? [] : included.flatMap((name) => rulesMeant('tally', name));
  }
  // Where BuildKit refuses the text, its warnings end there.
  return row.build_error === undefined ? all : all.filter(({ id }) => id !== 'syntax-error');
}

function utilsOff(settings: PeerCase['settings']): ReadonlySet<string> {
  if (settings === 'TEST_DEFAULTS') return UTILS_TEST_DEFAULTS;
  if (settings === undefined || typeof settings === 'string') return new Set();
  const off = Object.entries(settings).filter(([, severity]) => severity === 'IGNORE');
  return new Set(off.flatMap(([name]) => UTILS_SETTINGS[name] ?? []));
}
