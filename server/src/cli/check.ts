import { isAtLeast, type Finding, type LintSettings, type Severity } from '../core/index';
import { plimsollVersion } from '../host/version';
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
  readonly failOn: Severity | 'never';
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
  const files = isStdin(paths, options)
    ? [checkedFile(terminal, await readStdin(terminal, options), options)]
    : checkFiles(terminal, paths.length === 0 ? ['.'] : paths, options);
  const report: CheckReport = { version: plimsollVersion(), files };
  terminal.print(REPORTERS[options.format](report, terminal.isColoured));
  return exitCodeOf(files, options.failOn);
}

function checkFiles(terminal: Terminal, paths: readonly string[], options: CheckOptions): readonly CheckedFile[] {
  return findDockerfiles(terminal.folder, paths).map(({ path, error }) => {
    if (error !== undefined) return failedFile(path, error);
    try {
      return checkedFile(terminal, readInput(terminal, path), options);
    } catch (thrown) {
      return failedFile(path, reasonOf(thrown));
    }
  });
}

function checkedFile(terminal: Terminal, input: Input, { context, settings }: CheckOptions): CheckedFile {
  // A byte that is no UTF-8 is shown as an editor shows it.
  const text = input.text.replace(/\p{Cs}/gu, '\uFFFD');
  const { analysis, found } = judge(input, text, { terminal, context, settings });
  const otherFiles = otherFilesOf(analysis.findings);
  return {
    path: input.path,
    text,
    findings: analysis.findings,
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
  return { path, error, text: '', findings: [], isTextAlone: false, otherFiles: new Map() };
}

function exitCodeOf(files: readonly CheckedFile[], failOn: Severity | 'never'): ExitCode {
  if (files.some(({ error }) => error !== undefined)) return 2;
  if (failOn === 'never') return 0;
  return files.some(({ findings }) => findings.some(({ severity }) => isAtLeast(severity, failOn))) ? 1 : 0;
}
