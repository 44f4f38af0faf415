import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import {
  catalogue,
  isAtLeast,
  shellCheckQuestions,
  withShellCheck,
  type Analysis,
  type Finding,
  type LintSettings,
  type Severity,
} from '../core/index';
import { createShellChecker, findShellCheck, type ShellChecker } from '../host/shell-check';
import { plimsollVersion } from '../host/version';
import { createConfigurations, type Configurations } from './configuration';
import { findDockerfiles } from './find-dockerfiles';
import { checkContext, isStdin, judge, readInput, readStdin, shownPath, type Input, type InputOptions } from './input';
import type { CheckedFile, CheckReport, Reporter } from './report';
import { reportGithub } from './reporters/github';
import { reportJson } from './reporters/json';
import { reportSarif } from './reporters/sarif';
import { reportText } from './reporters/text';
import { checkInThreads, serveBatches, threadsFor, warnThrough, type ThreadData } from './threads';
import { reasonOf, UsageError, type ExitCode, type Terminal } from './terminal';

export type CheckFormat = 'text' | 'json' | 'sarif' | 'github';

export interface CheckOptions extends InputOptions {
  readonly format: CheckFormat;
  /** Wins over what a configuration file says; `warning` where nobody says anything. */
  readonly failOn?: Severity | 'never';
  /** Whether ShellCheck is asked too: `never`, `auto` where it is installed, or its path. */
  readonly shellcheck?: string;
  readonly settings: LintSettings;
}

const REPORTERS: Readonly<Record<CheckFormat, Reporter>> = {
  text: reportText,
  json: reportJson,
  sarif: reportSarif,
  github: reportGithub,
};

/** Checks the Dockerfiles that `paths` name and prints what was found. */
export async function check(terminal: Terminal, paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  checkContext(terminal, options.context);
  const checkOne = createChecker(terminal, options);
  const files: CheckedFile[] = [];
  if (isStdin(paths, options)) {
    const input = await readStdin(terminal, options);
    files.push(await checkOne(input.path, () => input));
  } else {
    const found = findDockerfiles(terminal.folder, paths.length === 0 ? ['.'] : paths);
    const readable = found.flatMap(({ path, error }) => (error === undefined ? [path] : []));
    const checked = new Map((await checkPaths(terminal, readable, options, checkOne)).map((file) => [file.path, file]));
    for (const { path, error } of found) {
      const file = error === undefined ? checked.get(path) : failedFile(path, error);
      if (file !== undefined) files.push(file);
    }
  }
  const report: CheckReport = { version: plimsollVersion(), files };
  terminal.print(REPORTERS[options.format](report, terminal.isColoured));
  return exitCodeOf(files);
}

type CheckOne = (path: string, read: () => Input) => Promise<CheckedFile>;

function createChecker(terminal: Terminal, options: CheckOptions): CheckOne {
  const configurations = createConfigurations(terminal, options.config);
  const checker = shellCheckerOf(terminal, options.shellcheck);
  return async (path, read) => {
    try {
      return await checkedFile(terminal, read(), options, { configurations, checker });
    } catch (thrown) {
      return failedFile(path, reasonOf(thrown));
    }
  };
}

/** Checks the files one after the other, or many of them in threads. */
async function checkPaths(
  terminal: Terminal,
  paths: readonly string[],
  options: CheckOptions,
  checkOne: CheckOne,
): Promise<readonly CheckedFile[]> {
  const { script, folder } = terminal;
  const threads = threadsFor(paths.length, script);
  if (script !== undefined && threads > 1) {
    return checkInThreads(script, threads, { folder, options }, paths, (text) => {
      terminal.warn(text);
    });
  }
  const files: CheckedFile[] = [];
  for (const path of paths) files.push(await checkOne(path, () => readInput(terminal, path)));
  return files;
}

/** Does the work of a thread that the main one has started. */
export function serveChecks(port: MessagePort, data: unknown, environment: Terminal['environment']): void {
  const { folder, options } = data as ThreadData<CheckOptions>;
  const terminal: Terminal = {
    folder,
    stdin: Readable.from([]),
    isColoured: false,
    print: () => undefined,
    warn: warnThrough(port),
    ...(environment === undefined ? {} : { environment }),
  };
  const checkOne = createChecker(terminal, options);
  serveBatches(port, async (paths) => {
    const files: CheckedFile[] = [];
    for (const path of paths) files.push(await checkOne(path, () => readInput(terminal, path)));
    return files;
  });
}

/** A path is taken from the current folder; one that leads nowhere is a mistake of the caller. */
function shellCheckerOf({ folder }: Terminal, choice = 'never'): ShellChecker | undefined {
  if (choice === 'never') return undefined;
  const executable = findShellCheck(choice === 'auto' ? undefined : resolve(folder, choice));
  if (executable !== undefined) return createShellChecker(executable);
  if (choice === 'auto') return undefined;
  throw new UsageError(`There is no program at "${choice}".`);
}

async function checkedFile(
  terminal: Terminal,
  input: Input,
  { context, settings: flags, failOn }: CheckOptions,
  { configurations, checker }: { readonly configurations: Configurations; readonly checker: ShellChecker | undefined },
): Promise<CheckedFile> {
  const configuration = configurations.of(input);
  const settings = configurations.withFlags(configuration, flags);
  // A byte that is no UTF-8 is shown as an editor shows it.
  const text = input.text.replace(/\p{Cs}/gu, '\uFFFD');
  const { analysis: alone, found } = judge(input, text, { terminal, context, settings });
  const analysis = checker === undefined ? alone : await shellChecked(alone, settings, checker);
  const otherFiles = otherFilesOf(analysis.findings);
  return {
    path: input.path,
    text,
    findings: analysis.findings,
    failOn: failOn ?? configuration?.failOn ?? 'warning',
    isTextAlone: found.isTextAlone,
    otherFiles: new Map(
      otherFiles.map((path) => [
        path,
        { path: shownPath(input, context, path), text: found.context?.read(path) ?? '' },
      ]),
    ),
  };
}

async function shellChecked(analysis: Analysis, settings: LintSettings, checker: ShellChecker): Promise<Analysis> {
  for (const question of shellCheckQuestions(analysis.model)) await checker.ask(question);
  return withShellCheck(catalogue, analysis, settings, (question) => checker.known(question));
}

function otherFilesOf(findings: readonly Finding[]): readonly string[] {
  const fixes = findings.flatMap((finding) => finding.fixes ?? []);
  return [...new Set(fixes.flatMap(({ otherFiles = [] }) => otherFiles.map(({ path }) => path)))];
}

function failedFile(path: string, error: string): CheckedFile {
  return { path, error, text: '', findings: [], failOn: 'never', isTextAlone: false, otherFiles: new Map() };
}

function exitCodeOf(files: readonly CheckedFile[]): ExitCode {
  if (files.some(({ error }) => error !== undefined)) return 2;
  const isFailed = ({ findings, failOn }: CheckedFile): boolean =>
    failOn !== 'never' && findings.some(({ severity }) => isAtLeast(severity, failOn));
  return files.some(isFailed) ? 1 : 0;
}
