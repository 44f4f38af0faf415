import { catalogue, shellCheckQuestions, withShellCheck, type Analysis, type ShellCheckQuestion } from '../core/index';
import type { Diagnostics } from './diagnostics';
import type { AnalysedDocument } from './documents';
import type { Cancel, Environment, ShellChecker } from './environment';
import type { FeatureHost } from './feature';
import { lintSettings, type Settings } from './settings';

/** What an installed ShellCheck adds to analyses, off the typing path. */
export interface ShellChecks {
  /** Returns `analysis` with what is known already; nothing is run. */
  complete(analysis: Analysis, settings: Settings): Analysis;
  /** Returns the checker to ask, `undefined` where none is installed or wanted, or where the workspace is not trusted. */
  checkerFor(settings: Settings): ShellChecker | undefined;
}

/** Returns the checks that `environment` can make, as long as `isTrusted` says so. */
export function createShellChecks(environment: Environment, isTrusted: () => boolean): ShellChecks {
  const checkerFor = ({ enable, shellCheck }: Settings): ShellChecker | undefined =>
    enable && shellCheck.enable === 'auto' && isTrusted()
      ? environment.shellCheckerOf?.(shellCheck.path === '' ? undefined : shellCheck.path)
      : undefined;
  return {
    checkerFor,
    complete: (analysis, settings) => {
      const checker = checkerFor(settings);
      if (checker === undefined) return analysis;
      return withShellCheck(catalogue, analysis, lintSettings(settings), (question) => checker.known(question));
    },
  };
}

/** The text rests when nothing was typed for this many milliseconds. */
const REST = 500;

/** Asks ShellCheck about each document that rests, and tells its further findings with those of the version. */
export function registerShellCheck(
  { documents, environment, guard }: FeatureHost,
  { checkerFor }: ShellChecks,
  diagnostics: Pick<Diagnostics, 'refresh'>,
): { readonly refresh: () => void } {
  const waiting = new Map<string, Cancel>();

  function schedule(uri: string): void {
    waiting.get(uri)?.();
    const stop = new AbortController();
    const cancel = environment.timeout(() => {
      void guard('ShellCheck', undefined, () => check(uri, stop.signal));
    }, REST);
    waiting.set(uri, () => {
      cancel();
      stop.abort();
    });
  }

  async function check(uri: string, signal: AbortSignal): Promise<void> {
    const document = await documents.get(uri);
    const checker = document === undefined ? undefined : checkerFor(document.settings);
    if (document === undefined || checker === undefined) return;
    const unknown = questionsOf(document).filter((question) => checker.known(question) === undefined);
    for (const question of unknown) {
      await checker.ask(question, signal);
      if (signal.aborted) return;
    }
    const isNews = unknown.some((question) => checker.known(question) !== undefined);
    if (!isNews || documents.versionOf(uri) !== document.version) return;
    documents.forget(uri);
    diagnostics.refresh();
  }

  documents.onChange(schedule);
  documents.onClose((uri) => {
    waiting.get(uri)?.();
    waiting.delete(uri);
  });
  return {
    refresh: () => {
      for (const uri of documents.uris()) schedule(uri);
    },
  };
}

/** The same script in several stages is asked about once. */
function questionsOf({ analysis }: AnalysedDocument): readonly ShellCheckQuestion[] {
  const questions = shellCheckQuestions(analysis.model);
  return [...new Map(questions.map((question) => [`${question.shell}\n${question.text}`, question])).values()];
}
