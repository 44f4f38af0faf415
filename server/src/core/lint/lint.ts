import type { BuildContext } from '../context/build-context';
import type { DockerfileModel } from '../model/model';
import type { Catalogue } from './catalogue';
import { compareFindings, type Finding } from './finding';
import { enabledRules, type EnabledRule, type LintSettings } from './options';
import type { Suppression } from './suppression';
import { atAliasLevels } from './alias-levels';
import { createAnswers, createLastAnswers, type Answers } from './answers';
import { asBuildErrors } from './build-errors';
import { readSuppressions } from './suppressions';

export interface LintRequest {
  readonly model: DockerfileModel;
  readonly context: BuildContext | undefined;
  readonly settings: LintSettings;
  /** Is told of a rule that throws; the other rules' findings stay. */
  readonly onRuleError?: (rule: string, error: unknown) => void;
}

/** The findings of one version, and what the next one need not ask again. */
export interface Linted {
  readonly findings: readonly Finding[];
  readonly answers: Answers;
}

/**
 * Returns the findings of all rules that the settings turn on: suppressed ones left out, sorted, each once. Of `previous`,
 * the version before, those answers are kept that rest on nothing which has changed since; `none` where no other version
 * follows either.
 */
export function lint(catalogue: Catalogue, request: LintRequest, previous: Answers | 'none' | undefined): Linted {
  const { file } = request.model;
  const { settings } = request;
  const suppressions = readSuppressions(
    file,
    catalogue,
    (tool) => tool === 'hadolint' && settings.hadolintComments === false,
  );
  const answers = previous === 'none' ? createLastAnswers(request) : createAnswers(request, previous);
  const run = (rules: readonly EnabledRule[], told: readonly Suppression[]): readonly Finding[] =>
    answers.ask(rules, told).filter(({ rule, span }) => !suppressions.isSuppressed(rule, span));

  const { first, last } = enabledRulesOf(catalogue, settings);
  const found = run(first, []);
  const all = last.length === 0 ? found : [...found, ...run(last, suppressions.report(ranBefore(first)))];
  const { aliasLevels } = settings;
  const findings = asBuildErrors(file, aliasLevels === undefined ? all : atAliasLevels(all, aliasLevels));
  return { findings: findings.sort(compareFindings), answers };

  /** The rules of which a comment that silenced nothing can be called unused. */
  function ranBefore(rules: readonly EnabledRule[]): ReadonlySet<string> {
    // Where a few rules are asked for alone, the others run for what the comments say of them only.
    const { only, ...others } = settings;
    const asked = new Set(rules.map(({ rule }) => rule));
    const beside =
      only === undefined
        ? []
        : enabledRulesOf(catalogue, others).first.filter(
            ({ rule }) => suppressions.rules.has(rule.id) && !asked.has(rule),
          );
    run(beside, []);
    // Without a build context a rule that reads it is silent, and the comment may still be needed.
    const isJudged = ({ rule: { examples } }: EnabledRule): boolean =>
      request.context !== undefined || examples.every(({ context }) => context === undefined);
    return new Set([...rules, ...beside].filter(isJudged).map(({ rule }) => rule.id));
  }
}

const enabledBySettings = new WeakMap<LintSettings, { readonly catalogue: Catalogue; readonly rules: RulesInOrder }>();

interface RulesInOrder {
  readonly first: readonly EnabledRule[];
  /** Those that look at the comments which silence the others. */
  readonly last: readonly EnabledRule[];
}

/** Settings seldom change: the rules they turn on are kept for the next version of the text. */
function enabledRulesOf(catalogue: Catalogue, settings: LintSettings): RulesInOrder {
  const known = enabledBySettings.get(settings);
  if (known?.catalogue === catalogue) return known.rules;
  const enabled = enabledRules(catalogue, settings);
  const rules = {
    first: enabled.filter(({ rule }) => rule.runsLast !== true),
    last: enabled.filter(({ rule }) => rule.runsLast === true),
  };
  enabledBySettings.set(settings, { catalogue, rules });
  return rules;
}
