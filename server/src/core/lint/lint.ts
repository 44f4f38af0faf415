import type { BuildContext } from '../context/build-context';
import type { DockerfileModel } from '../model/model';
import type { Catalogue } from './catalogue';
import { compareFindings, type Finding } from './finding';
import { enabledRules, type EnabledRule, type LintSettings } from './options';
import { touches, type Span } from '../text/span';
import type { Fix, Report } from './rule';
import { readSuppressions } from './suppressions';

export interface LintRequest {
  readonly model: DockerfileModel;
  readonly context: BuildContext | undefined;
  readonly settings: LintSettings;
  /** Is told of a rule that throws; the other rules' findings stay. */
  readonly onRuleError?: (rule: string, error: unknown) => void;
}

/** Returns the findings of all rules that the settings turn on: suppressed ones left out, sorted, each once. */
export function lint(catalogue: Catalogue, request: LintRequest): readonly Finding[] {
  const { file } = request.model;
  const suppressions = readSuppressions(file, catalogue);
  const triggers = file.instructions.flatMap(({ trigger }) => (trigger === undefined ? [] : [trigger.span]));
  const findings = enabledRules(catalogue, request.settings).flatMap((enabled) =>
    findingsOf(enabled, request, triggers),
  );
  return findings.filter(({ rule, span }) => !suppressions.isSuppressed(rule, span)).sort(compareFindings);
}

function findingsOf(
  { rule, severity, options }: EnabledRule,
  request: LintRequest,
  triggers: readonly Span[],
): readonly Finding[] {
  const { model, context, onRuleError } = request;
  const { id, aliases, category } = rule;
  const findings: Finding[] = [];
  try {
    for (const report of rule.check({ file: model.file, model, context, options })) {
      findings.push(toFinding(report, { rule: id, aliases, category, severity }, triggers));
    }
  } catch (error) {
    onRuleError?.(id, error);
  }
  return findings;
}

function toFinding(
  { fixes, ...report }: Report,
  identity: Pick<Finding, 'rule' | 'aliases' | 'category' | 'severity'>,
  triggers: readonly Span[],
): Finding {
  if (fixes === undefined) return { ...report, ...identity };
  const finish = (list: readonly Fix[]): readonly Fix[] => list.map((fix) => withTriggersInMind(fix, triggers));
  if (typeof fixes !== 'function') return { ...report, ...identity, fixes: finish(fixes) };
  let computed: readonly Fix[] | undefined;
  return {
    ...report,
    ...identity,
    get fixes() {
      computed ??= finish(fixes());
      return computed;
    },
  };
}

/** The text of an ONBUILD trigger is part of the image configuration, so that no change of it is safe. */
function withTriggersInMind(fix: Fix, triggers: readonly Span[]): Fix {
  if (fix.applicability !== 'safe') return fix;
  const isChanging = fix.edits.some(({ span }) => triggers.some((trigger) => touches(trigger, span)));
  return isChanging ? { ...fix, applicability: 'review', because: 'ONBUILD is part of the image configuration.' } : fix;
}
