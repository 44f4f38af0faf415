import type { AnswerComparison } from './answers';
import type { OneSided } from './compare-files';
import type { Layer } from './layers';
import type { Difference, Measurements } from './verification';
import type { VerifyResult } from './verify';

/** What a plan said beforehand: texts, and sizes from tables. */
export interface PlannedConversion {
  readonly text: string;
  readonly dropped: {
    readonly packages: readonly string[];
    readonly tools: readonly string[];
    readonly files: readonly string[];
  };
  readonly estimate: {
    readonly megabytes?: readonly [least: number, most: number];
    readonly parts: readonly { readonly what: string; readonly megabytes?: readonly [least: number, most: number] }[];
  };
}

/** A verification to be told. */
export interface Verified {
  /** The Dockerfile, as shown. */
  readonly path: string;
  /** `undefined` where the original was compared with a given file. */
  readonly plan: PlannedConversion | undefined;
  /** The file that was given. */
  readonly converted: string | undefined;
  readonly result: VerifyResult;
}

/** Returns the verification as `schemas/verify.schema.json` describes it. */
export function verificationJson(verified: Verified): string {
  const { path, converted, plan, result } = verified;
  const head = {
    status: statusOf(result),
    file: path,
    ...(converted === undefined ? {} : { converted }),
    ...(plan === undefined ? {} : { text: plan.text }),
    summary: summaryOf(verified),
    report: verificationText(verified),
  };
  if (result.kind === 'unbuildable')
    return json({
      ...head,
      error: {
        cause: result.which === 'original' ? 'original-build' : 'converted-build',
        message: summaryOf(verified),
        log: result.log,
      },
    });
  const { measured } = result;
  return json({
    ...head,
    differences: result.differences,
    configuration: { compared: measured.compared, differences: measured.configuration },
    files: {
      before: measured.files.before,
      after: measured.files.after,
      left: measured.files.left,
      added: measured.files.added,
      equal: measured.files.equal,
      expected: measured.files.expected,
      changed: measured.files.changed,
      changedPackages: measured.files.changedPackages,
    },
    libraries: {
      files: measured.needs.files,
      needs: measured.needs.needs,
      missing: measured.needs.lost,
      missingInBoth: measured.needs.missingInBoth,
      ...(measured.libraryBefore === undefined ? {} : { before: measured.libraryBefore }),
      ...(measured.libraryAfter === undefined ? {} : { after: measured.libraryAfter }),
    },
    answers: {
      ...(measured.answers.skipped === undefined ? {} : { skipped: measured.answers.skipped }),
      requests: measured.answers.requests,
      ...(measured.answers.health === undefined ? {} : { health: measured.answers.health }),
    },
    sizes: measured.sizes,
    ...(plan === undefined ? {} : { planned: { ...plan.dropped, estimate: plan.estimate } }),
    kept: result.kept,
  });
}

/** Returns why nothing could be verified as `schemas/verify.schema.json` describes it. */
export function failureJson(path: string, cause: string, message: string): string {
  return json({ status: 'failed', file: path, summary: message, error: { cause, message } });
}

/** Returns the verification for people: Markdown that reads as well where nobody renders it. */
export function verificationText(verified: Verified): string {
  const { result } = verified;
  const parts = [`# ${verified.path}\n\n${summaryOf(verified)}`];
  if (result.kind === 'unbuildable') return `${[...parts, fenced(result.log)].join('\n\n')}\n`;
  const { differences, measured } = result;
  const important = differences.filter(({ matters }) => matters);
  const others = differences.filter(({ matters }) => !matters);
  if (important.length > 0) parts.push(section('What matters', important.map(told)));
  parts.push(
    section('Compared', comparedLines(measured)),
    section('Size', sizeLines(measured)),
    section(`Left behind: ${amount(measured.files.left)}`, sideLines(measured.files.left)),
    section(`New: ${amount(measured.files.added)}`, sideLines(measured.files.added)),
  );
  if (others.length > 0) parts.push(section('Worth knowing', shortened(others.map(told), MOST_DIFFERENCES)));
  if (verified.plan !== undefined) parts.push(plannedSection(verified.plan, measured));
  if (result.kept.length > 0)
    parts.push(section('Kept', [`the images ${result.kept.map((name) => `\`${name}\``).join(' and ')}`]));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function statusOf(result: VerifyResult): string {
  if (result.kind === 'compared') return result.isVerified ? 'verified' : 'different';
  return result.which === 'original' ? 'failed' : 'different';
}

function summaryOf({ converted, result }: Verified): string {
  const name = converted ?? 'The conversion';
  if (result.kind === 'unbuildable')
    return result.which === 'original'
      ? 'The original does not build, so its conversion cannot be judged. The build ends with:'
      : `${name} does not build, though the original does. The build ends with:`;
  const { measured, differences } = result;
  const { before, after } = measured.sizes;
  const size = `${megabytes(before)} became ${megabytes(after)} (${change(before, after)})`;
  if (!result.isVerified) {
    const count = differences.filter(({ matters }) => matters).length;
    return `Not the same: ${counted(count, 'difference')} that ${count === 1 ? 'matters' : 'matter'}. ${size}.`;
  }
  return `Verified: ${name.replace(/^The/, 'the')} builds, and ${scopeOf(measured)}. ${size}.`;
}

/** Says no more than what was looked at. */
function scopeOf({ answers }: Measurements): string {
  const told = answers.requests.filter(({ before }) => before.kind === 'http');
  if (told.length > 0) return `gives the same ${told.length === 1 ? 'answer' : 'answers'}`;
  if (answers.health?.before === true && answers.health.after) return 'passes the same health check';
  return 'its image has what the original’s has; nothing was asked of it';
}

function comparedLines({ configuration, compared, needs, files, answers }: Measurements): readonly string[] {
  const undeclared = configuration.filter(({ declared }) => declared === undefined).length;
  const lost = needs.lost.filter(({ matters }) => matters).length;
  const lines = [
    `configuration: ${compared.length} fields, ${undeclared === 0 ? 'no difference that the conversion does not declare' : counted(undeclared, 'difference')}`,
    `programs and libraries: ${counted(needs.files, 'file')} with ${counted(needs.needs, 'need')}, ${lost === 0 ? 'none lost' : `${lost} lost`}`,
    `files that both have: ${files.equal + files.expected} as expected, ${files.changed.length} different`,
    ...answers.requests.map(answerLine),
  ];
  if (answers.skipped !== undefined) lines.push(answers.skipped);
  if (answers.health !== undefined) {
    const { before, after } = answers.health;
    const told = (passes: boolean): string => (passes ? 'passes' : 'fails');
    lines.push(`health check: ${before === undefined ? '' : `${told(before)} before, `}${told(after)} after`);
  }
  return lines;
}

function answerLine({ request, port, before, isEqual, note }: AnswerComparison): string {
  const what = before.kind === 'http' ? `status ${before.status}${before.type === '' ? '' : `, ${before.type}`}` : '';
  return `\`${request}\` on port ${port}: ${isEqual ? (note ?? `the same answer (${what})`) : 'another answer'}`;
}

const MOST_LAYERS = 12;
const MOST_DIRECTORIES = 12;
const MOST_PACKAGES = 12;
const MOST_DIFFERENCES = 20;

function sizeLines({ sizes }: Measurements): readonly string[] {
  const lines = (layers: readonly Layer[]): readonly string[] =>
    shortened(
      layers
        .filter(({ bytes }) => bytes >= 1000)
        .map(({ instruction, bytes }) => `  - ${megabytes(bytes)} \`${instruction.replaceAll('`', "'")}\``),
      MOST_LAYERS,
      '  - ',
    );
  return [
    `before: ${megabytes(sizes.before)}`,
    ...lines(sizes.layersBefore),
    `after: ${megabytes(sizes.after)}`,
    ...lines(sizes.layersAfter),
  ];
}

function sideLines({ directories, packages }: OneSided): readonly string[] {
  const shown = directories
    .slice(0, MOST_DIRECTORIES)
    .map(
      ({ path, files, bytes }) => `${megabytes(bytes)} \`${path}\`${files === 1 ? '' : ` (${counted(files, 'file')})`}`,
    );
  const rest = directories.slice(MOST_DIRECTORIES);
  if (rest.length > 0) shown.push(`${megabytes(rest.reduce((sum, { bytes }) => sum + bytes, 0))} elsewhere`);
  for (const manager of ['dpkg', 'apk', 'python', 'node'] as const) {
    const found = packages.filter((one) => one.manager === manager);
    if (found.length === 0) continue;
    const names = found
      .slice(0, MOST_PACKAGES)
      .map(({ name, bytes }) => (bytes === 0 ? name : `${name} ${megabytes(bytes)}`));
    const more = found.length > MOST_PACKAGES ? ` and ${found.length - MOST_PACKAGES} more` : '';
    shown.push(`${counted(found.length, `${MANAGERS[manager]} package`)}: ${names.join(', ')}${more}`);
  }
  return shown;
}

const MANAGERS = { dpkg: 'Debian', apk: 'Alpine', python: 'Python', node: 'Node' } as const;

/** What the plan said beforehand stands beside what was measured. */
function plannedSection({ dropped, estimate }: PlannedConversion, { sizes }: Measurements): string {
  const { megabytes: range } = estimate;
  const lines = [
    range === undefined
      ? `no table has a size; measured: ${megabytes(sizes.before - sizes.after)} smaller`
      : `${range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`} MB smaller by what tables know; measured: ${megabytes(sizes.before - sizes.after)}`,
    ...estimate.parts.map(({ what, megabytes: of }) =>
      of === undefined ? what : `${what}: ${of[0] === of[1] ? of[0] : `${of[0]} to ${of[1]}`} MB`,
    ),
    ...(dropped.tools.length === 0 ? [] : [`tools: ${dropped.tools.join(', ')}`]),
  ];
  return section('What was estimated', lines);
}

function told({ area, message }: Difference): string {
  return `${area}: ${message.replaceAll('\n', '\n  ')}`;
}

function section(title: string, lines: readonly string[]): string {
  const items = lines.map((line) => (line.startsWith('  - ') ? line : `- ${line}`));
  return `## ${title}\n\n${lines.length === 0 ? 'nothing' : items.join('\n')}`;
}

function shortened(lines: readonly string[], most: number, lead = ''): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most), `${lead}and ${lines.length - most} more`];
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.replaceAll('```', "'''")}\n\`\`\``;
}

function amount({ files, bytes }: { readonly files: number; readonly bytes: number }): string {
  return `${counted(files, 'file')}, ${megabytes(bytes)}`;
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function change(before: number, after: number): string {
  const percent = (1 - after / before) * 100;
  return `${percent >= 0 ? '-' : '+'}${Math.abs(percent).toFixed(1)} %`;
}

/** Returns JSON as all outputs have it. */
export function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
