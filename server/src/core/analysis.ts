import type { BuildContext } from './context/build-context';
import type { Catalogue } from './lint/catalogue';
import type { Finding } from './lint/finding';
import { lint } from './lint/lint';
import type { LintSettings } from './lint/options';
import { createModel, type DockerfileModel } from './model/model';
import type { Dockerfile } from './syntax/dockerfile';
import { parseDockerfile } from './syntax/parse';

export interface AnalysisOptions {
  readonly settings?: LintSettings;
  /** The build context, where the host knows one; a function finds it for what the file copies. */
  readonly context?: BuildContext | ((model: DockerfileModel) => BuildContext | undefined);
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

/** Returns the analysis of `text`; never throws, whatever the text. */
export function createAnalysis(catalogue: Catalogue, text: string, options: AnalysisOptions): Analysis {
  const file = parseDockerfile(text);
  const model = createModel(file);
  const { settings = DEFAULTS, onRuleError } = options;
  const context = typeof options.context === 'function' ? options.context(model) : options.context;
  let findings: readonly Finding[] | undefined;
  return {
    text,
    file,
    model,
    context,
    get findings() {
      findings ??= lint(catalogue, { model, context, settings, ...(onRuleError === undefined ? {} : { onRuleError }) });
      return findings;
    },
  };
}
