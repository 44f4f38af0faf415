import type { BuildContext } from './context/build-context';
import type { Catalogue } from './lint/catalogue';
import type { Finding } from './lint/finding';
import type { Answers } from './lint/answers';
import { lint } from './lint/lint';
import type { LintSettings } from './lint/options';
import { createModel, type DockerfileModel } from './model/model';
import type { Dockerfile } from './syntax/dockerfile';
import { parseDockerfile } from './syntax/parse';

export interface AnalysisOptions {
  readonly settings?: LintSettings;
  /** The build context, where the host knows one; a function finds it for what the file copies. */
  readonly context?: BuildContext | ((model: DockerfileModel) => BuildContext | undefined);
  /**
   * The analysis of the version before, where there is one: what has not changed since is taken over from it, and must
   * not be looked at in it any more.
   */
  readonly previous?: Analysis;
  /** Another version will follow: what it may take over is kept. */
  readonly isFollowed?: boolean;
  /** Is told of a rule that throws: a defect of ours, never of the text. */
  readonly onRuleError?: (rule: string, error: unknown) => void;
}

/** All that is known of one version of a document. Each part is computed once, when first asked for. */
export interface Analysis {
  readonly text: string;
  readonly file: Dockerfile;
  readonly model: DockerfileModel;
  readonly findings: readonly Finding[];
  readonly context: BuildContext | undefined;
}

const DEFAULTS: LintSettings = {};

/** What the rules said of a version, for the next one; absent until its findings have been looked at. */
const answersOf = new WeakMap<Analysis, Answers>();

/** Returns the analysis of `text`; never throws, whatever the text. */
export function createAnalysis(catalogue: Catalogue, text: string, options: AnalysisOptions): Analysis {
  const { settings = DEFAULTS, onRuleError, previous } = options;
  const file = parseDockerfile(text, previous?.file);
  const model = createModel(file, previous?.model);
  const context = typeof options.context === 'function' ? options.context(model) : options.context;
  const isAlone = previous === undefined && options.isFollowed !== true;
  const older = isAlone ? 'none' : previous && answersOf.get(previous);
  let findings: readonly Finding[] | undefined;
  const analysis: Analysis = {
    text,
    file,
    model,
    context,
    get findings() {
      if (findings !== undefined) return findings;
      const request = { model, context, settings, ...(onRuleError === undefined ? {} : { onRuleError }) };
      const linted = lint(catalogue, request, older);
      findings = linted.findings;
      answersOf.set(analysis, linted.answers);
      return findings;
    },
  };
  return analysis;
}
