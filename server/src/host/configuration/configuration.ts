import type { Layout, LintSettings, Preset, RuntimeChoice, Severity, Span } from '../../core/index';

/** What a configuration file decides for one Dockerfile. */
export interface Configuration {
  readonly file: ConfigurationFile;
  readonly lint: LintSettings;
  /** The severity from which on `plimsoll check` fails. */
  readonly failOn?: Severity | 'never';
  readonly multiStage: MultiStageChoices;
}

/** A configuration file as read: what makes sense of it, and a sentence for what does not. */
export interface ConfigurationFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** A file of hadolint speaks of the rules that hadolint has, and leaves the others as they are. */
  readonly kind: 'plimsoll' | 'hadolint';
  readonly problems: readonly ConfigurationProblem[];
  readonly base: Layer;
  /** In the order of the file: the last that matches wins. */
  readonly overrides: readonly Override[];
  readonly failOn?: Severity | 'never';
  readonly multiStage: MultiStageChoices;
}

/** What one level of a file says of rules, by their ids. */
export interface Layer extends Pick<LintSettings, 'aliasLevels' | 'hadolintComments'> {
  readonly preset?: Preset;
  readonly rules: NonNullable<LintSettings['rules']>;
  readonly ruleOptions: NonNullable<LintSettings['ruleOptions']>;
}

/** What is said of the Dockerfiles that some pattern matches. */
export interface Override extends Layer {
  readonly files: readonly string[];
}

export interface MultiStageChoices {
  readonly layout?: Layout;
  readonly runtime?: RuntimeChoice;
}

/** Something in a configuration file that makes no sense; a full sentence. */
export interface ConfigurationProblem {
  readonly message: string;
  /** In the file's text. */
  readonly span: Span;
}

/** A configuration with nothing in it: what a file that cannot be read decides. */
export const nothingChosen = { base: { rules: {}, ruleOptions: {} }, overrides: [], multiStage: {} } as const;
