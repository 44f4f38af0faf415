import { isAtLeast, type Finding, type LintSettings, type Severity } from '../core/index';
import { plimsollVersion } from '../host/version';
import { createConfigurations, type Configurations } from './configuration';
import { findDockerfiles } from './find-dockerfiles';
import { checkContext, isStdin, judge, readInput, readStdin, shownPath, type Input, type InputOptions } from './input';
import type { CheckedFile, CheckReport, Reporter } from './report';
import { reportGithub } from './reporters/github';
import { reportJson } from './reporters/json';
import { reportSarif } from './reporters/sarif';
import { reportText } from './reporters/text';
import { reasonOf, type ExitCode, type Terminal } from './terminal';

export type CheckFormat = 'text' | 'json' | 'sarif' | 'github';

export interface CheckOptions extends InputOptions {
  readonly format: CheckFormat;
  /** Wins over what a configuration file says; `warning` where nobody says anything. */
  readonly failOn?: Severity | 'never';
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
  const configurations = createConfigurations(terminal, options.config);
  const checkOne = (path: string, read: () => Input): CheckedFile => {
    try {
      return checkedFile(terminal, read(), options, configurations);
    } catch (thrown) {
      return failedFile(path, reasonOf(thrown));
    }
  };
  let files: readonly CheckedFile[];
  if (isStdin(paths, options)) {
    const input = await readStdin(terminal, options);
    files = [checkOne(input.path, () => input)];
  } else {
    files = findDockerfiles(terminal.folder, paths.length === 0 ? ['.'] : paths).map(({ path, error }) =>
      error === undefined ? checkOne(path, () => readInput(terminal, path)) : failedFile(path, error),
    );
  }
  const report: CheckReport = { version: plimsollVersion(), files };
  terminal.print(REPORTERS[options.format](report, terminal.isColoured));
  return exitCodeOf(files);
}

function checkedFile(
  terminal: Terminal,
  input: Input,
  { context, settings: flags, failOn }: CheckOptions,
  configurations: Configurations,
): CheckedFile {
  const configuration = configurations.of(input);
  const settings = configurations.withFlags(configuration, flags);
  // A byte that is no UTF-8 is shown as an editor shows it.
  const text = input.text.replace(/\p{Cs}/gu, '\uFFFD');
  const { analysis, found } = judge(input, text, { terminal, context, settings });
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
