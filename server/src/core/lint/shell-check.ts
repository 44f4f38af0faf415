import type { Analysis } from '../analysis';
import type { DockerfileModel } from '../model/model';
import { checkableScripts, isKnownToBusybox, type CheckableScript } from '../model/shell-check';
import type { Catalogue } from './catalogue';
import { compareFindings, type Finding } from './finding';
import type { LintSettings } from './options';
import { shellCheckName } from './rule-choices';
import type { Severity } from './rule';
import { readSuppressions } from './suppressions';

/** A script for ShellCheck, as it is to be asked. */
export interface ShellCheckQuestion {
  /** The value of `--shell`. */
  readonly shell: 'bash' | 'dash' | 'ksh' | 'sh';
  readonly text: string;
}

/** Returns what ShellCheck printed (`--format=json1`), `undefined` where it was not asked, or did not answer. */
export type ShellCheckAnswers = (question: ShellCheckQuestion) => string | undefined;

/** Returns what ShellCheck can be asked about the file: one question for each RUN that a POSIX shell reads. */
export function shellCheckQuestions(model: DockerfileModel): readonly ShellCheckQuestion[] {
  return checkableScripts(model).map(questionOf);
}

/** Returns `analysis` with what ShellCheck finds and no rule of ours says, as the settings and the file's comments have it. */
export function withShellCheck(
  catalogue: Catalogue,
  analysis: Analysis,
  settings: LintSettings,
  answerOf: ShellCheckAnswers,
): Analysis {
  const { text, file, model, context } = analysis;
  let findings: readonly Finding[] | undefined;
  return {
    text,
    file,
    model,
    context,
    get findings() {
      findings ??= merged();
      return findings;
    },
  };

  function merged(): readonly Finding[] {
    const found = checkableScripts(model).flatMap((script) => {
      const answer = answerOf(questionOf(script));
      return answer === undefined ? [] : findingsIn(script, readComments(answer), catalogue, settings);
    });
    if (found.length === 0) return analysis.findings;
    const suppressions = readSuppressions(
      file,
      catalogue,
      (tool) => tool === 'hadolint' && settings.hadolintComments === false,
    );
    const wanted = found.filter(({ rule, span }) => !suppressions.isSuppressed(rule, span));
    return [...analysis.findings, ...wanted].sort(compareFindings);
  }
}

function questionOf({ dialect, text }: CheckableScript): ShellCheckQuestion {
  // Only the newest ShellCheck knows BusyBox.
  return { shell: dialect === 'busybox' ? 'sh' : dialect, text };
}

/**
 * What ShellCheck cannot know of a Dockerfile: files that are not there while it reads (1090, 1091), variables of the base
 * image (2153; for 2154 there is a rule of ours), the shebang of a script without one (2148), and variables made empty on purpose, which all of 1007
 * are in real files.
 */
const WITHOUT_CONTEXT: ReadonlySet<number> = new Set([1007, 1090, 1091, 2148, 2153, 2154]);

const SEVERITIES: Readonly<Record<string, Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
};

function findingsIn(
  script: CheckableScript,
  comments: readonly ShellCheckComment[],
  catalogue: Catalogue,
  settings: LintSettings,
): readonly Finding[] {
  return comments.flatMap((comment): readonly Finding[] => {
    const { code, level, message } = comment;
    const rule = `shellcheck/SC${String(code)}`;
    const severity = severityOf(rule, SEVERITIES[level] ?? 'info', settings);
    if (severity === undefined || isSaidElsewhere(code, script, catalogue)) return [];
    const span = script.spanOf(
      { line: comment.line, column: comment.column },
      { line: comment.endLine, column: comment.endColumn },
    );
    if (span === undefined) return [];
    return [{ rule, aliases: [rule], category: 'correctness', severity, span, message: sentence(message) }];
  });
}

/** A rule of ours says it (or is off), or the shell that runs the script is another than the one that ShellCheck knows. */
function isSaidElsewhere(code: number, { dialect }: CheckableScript, catalogue: Catalogue): boolean {
  if (WITHOUT_CONTEXT.has(code) || catalogue.resolve(`shellcheck/SC${String(code)}`).length > 0) return true;
  if (code < 3000 || code >= 4000) return false;
  return dialect === 'sh' || (dialect === 'busybox' && isKnownToBusybox(code));
}

function severityOf(rule: string, own: Severity, settings: LintSettings): Severity | undefined {
  const { only, disable = [], preset, rules = {}, aliasLevels = {} } = settings;
  const isNamed = (name: string): boolean => shellCheckName(name) === rule;
  if (disable.some(isNamed)) return undefined;
  const chosen = Object.entries(rules).findLast(([name]) => isNamed(name))?.[1] ?? aliasLevels[rule.toLowerCase()];
  if (only !== undefined) return only.some(isNamed) ? own : undefined;
  if (chosen !== undefined) return chosen === 'off' ? undefined : chosen;
  return preset === 'strict' || own === 'error' || own === 'warning' ? own : undefined;
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

interface ShellCheckComment {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
}

/** Another program's words: taken as far as they are what they should be. */
function readComments(answer: string): readonly ShellCheckComment[] {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return [];
  }
  const comments = isRecord(value) ? value['comments'] : undefined;
  return Array.isArray(comments) ? comments.filter(isComment) : [];
}

function isComment(value: unknown): value is ShellCheckComment {
  if (!isRecord(value)) return false;
  const numbers = ['line', 'endLine', 'column', 'endColumn', 'code'];
  return (
    numbers.every((key) => Number.isSafeInteger(value[key]) && Number(value[key]) >= 1) &&
    typeof value['level'] === 'string' &&
    typeof value['message'] === 'string'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
