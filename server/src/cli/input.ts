import { statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { analyze, type Analysis, type AnalysisOptions, type LintSettings } from '../core/index';
import { contextSources, findContext, folderOf, type FoundContext } from '../host/context-folder';
import { decodeText, readTextFile, type FileText } from '../host/text-file';
import type { ConfigChoice } from './configuration';
import { UsageError, type Terminal } from './terminal';

/** Which folder is the build context: named with `--context`, none (`--no-context`), or to be found. */
export type ContextChoice = string | boolean | undefined;

export interface InputOptions {
  readonly context?: ContextChoice;
  /** The configuration file, or none (`--no-config`); to be found otherwise. */
  readonly config?: ConfigChoice;
  readonly stdinFilename?: string;
}

/** One Dockerfile to work on. */
export interface Input extends FileText {
  /** As shown: as given or found. */
  readonly path: string;
  /** Absolute; `undefined` for standard input without a name. */
  readonly file: string | undefined;
}

/** Returns the text of the file at `path` (from the current folder); throws what the file system throws. */
export function readInput(terminal: Terminal, path: string): Input {
  const file = resolve(terminal.folder, path);
  return { path, file, ...readTextFile(file) };
}

/** Returns what standard input holds, called as `--stdin-filename` says. */
export async function readStdin(terminal: Terminal, { stdinFilename }: InputOptions): Promise<Input> {
  const chunks: Buffer[] = [];
  for await (const chunk of terminal.stdin) chunks.push(Buffer.from(chunk as Uint8Array | string));
  return {
    path: stdinFilename ?? '-',
    file: stdinFilename === undefined ? undefined : resolve(terminal.folder, stdinFilename),
    ...decodeText(Buffer.concat(chunks)),
  };
}

/** Tells whether `paths` name standard input; a usage error where they name other things too, or `--stdin-filename` is astray. */
export function isStdin(paths: readonly string[], { stdinFilename }: InputOptions): boolean {
  if (!paths.includes('-')) {
    if (stdinFilename === undefined) return false;
    throw new UsageError('--stdin-filename names standard input, which "-" asks for.');
  }
  if (paths.length > 1) throw new UsageError('Standard input ("-") is read alone, without other paths.');
  return true;
}

/** Checks that the folder that `--context` names is one. */
export function checkContext(terminal: Terminal, context: ContextChoice): void {
  if (typeof context !== 'string') return;
  const stats = statSync(resolve(terminal.folder, context), { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) throw new UsageError(`The context "${context}" is not a folder.`);
}

/** An analysis with the build context it was made with, and the options to make another. */
export interface Judged {
  readonly analysis: Analysis;
  readonly options: AnalysisOptions;
  readonly found: FoundContext;
}

export interface JudgeOptions {
  readonly terminal: Terminal;
  readonly context: ContextChoice;
  readonly settings?: LintSettings;
  /** Texts of files that are not written yet, by absolute path. */
  readonly overrides?: ReadonlyMap<string, string>;
}

/** Returns the analysis of `text`, which `input` holds or held, in its build context. */
export function judge(input: Input, text: string, { terminal, context, settings, overrides }: JudgeOptions): Judged {
  const base: AnalysisOptions = {
    ...(settings === undefined ? {} : { settings }),
    // Said without the path, so that it is said once (see run): it is a defect of ours and not of the file.
    onRuleError: (rule, error) =>
      terminal.warn(`plimsoll: the rule "${rule}" failed, and findings of it are missing: ${String(error)}\n`),
  };
  let found: FoundContext = { context: undefined, folder: undefined, isTextAlone: false };
  const analysis = analyze(text, {
    ...base,
    context: (model) => {
      if (context !== false) found = contextOf(input, contextSources({ model }), { terminal, context, overrides });
      return found.context;
    },
  });
  return { analysis, options: found.context === undefined ? base : { ...base, context: found.context }, found };
}

function contextOf(
  input: Input,
  sources: readonly string[],
  {
    terminal,
    context,
    overrides,
  }: Pick<JudgeOptions, 'terminal' | 'context'> & {
    readonly overrides: ReadonlyMap<string, string> | undefined;
  },
): FoundContext {
  const explicitFolder = typeof context === 'string' ? resolve(terminal.folder, context) : undefined;
  return findContext(sources, input.file ?? resolve(explicitFolder ?? terminal.folder, 'Dockerfile'), {
    ...(explicitFolder === undefined ? {} : { explicitFolder }),
    candidates: input.file === undefined ? [] : [folderOf(input.file)],
    ...(overrides === undefined ? {} : { overrides }),
  });
}

/** Returns how a file of the build context is shown: as the Dockerfile at `path` is. */
export function shownPath(input: Input, context: ContextChoice, path: string): string {
  if (typeof context === 'string') return slashed(join(context, path));
  const folder = input.path.replace(/[^\\/]*$/, '');
  return isAbsolute(path) ? path : slashed(join(folder, path));
}

function slashed(path: string): string {
  return path.replace(/\\/g, '/');
}
