import type { BuildContext } from '../context/build-context';
import type { DockerfileModel } from '../model/model';
import { namesIn } from '../model/names';
import type { Catalogue } from './catalogue';
import { compareFindings, type Finding } from './finding';
import { enabledRules, type EnabledRule, type LintSettings } from './options';
import type { Instruction } from '../syntax/dockerfile';
import { containsSpan, touches, type Span } from '../text/span';
import type { Fix, Report } from './rule';
import type { Suppression } from './suppression';
import { atAliasLevels } from './alias-levels';
import { asBuildErrors } from './build-errors';
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
  const suppressions = readSuppressions(
    file,
    catalogue,
    (tool) => tool === 'hadolint' && request.settings.hadolintComments === false,
  );
  const triggers = file.instructions.flatMap(({ trigger }) => (trigger === undefined ? [] : [trigger.span]));
  const finish = (fixes: readonly Fix[]): readonly Fix[] =>
    fixes.filter((fix) => !isInBrokenScript(fix, request.model)).map((fix) => withTriggersInMind(fix, triggers));
  const names = namesIn(request.model, file);
  const run = (rules: readonly EnabledRule[], told: readonly Suppression[]): readonly Finding[] =>
    rules
      .flatMap((enabled) => {
        const { needs, mentions } = enabled.rule;
        const mayFind =
          (needs === undefined || needs.some((name) => names.has(name))) && mentions?.test(file.text) !== false;
        return mayFind ? findingsOf(enabled, request, told, finish) : [];
      })
      .filter(({ rule, span }) => !suppressions.isSuppressed(rule, span));

  const { first, last } = enabledRulesOf(catalogue, request.settings);
  const found = run(first, []);
  const all = last.length === 0 ? found : [...found, ...run(last, suppressions.report(ranBefore(first)))];
  const { aliasLevels } = request.settings;
  return asBuildErrors(file, aliasLevels === undefined ? all : atAliasLevels(all, aliasLevels)).sort(compareFindings);

  /** The rules of which a comment that silenced nothing can be called unused. */
  function ranBefore(rules: readonly EnabledRule[]): ReadonlySet<string> {
    // Where a few rules are asked for alone, the others run for what the comments say of them only.
    const { only, ...others } = request.settings;
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

function findingsOf(
  { rule, severity, options }: EnabledRule,
  request: LintRequest,
  suppressions: readonly Suppression[],
  finish: (fixes: readonly Fix[]) => readonly Fix[],
): readonly Finding[] {
  const { model, context, onRuleError } = request;
  const { id, aliases, category } = rule;
  const findings: Finding[] = [];
  try {
    for (const report of rule.check({ file: model.file, model, context, options, suppressions })) {
      findings.push(toFinding(report, { rule: id, aliases, category, severity }, finish));
    }
  } catch (error) {
    onRuleError?.(id, error);
  }
  return findings;
}

function toFinding(
  { fixes, ...report }: Report,
  rule: Pick<Finding, 'rule' | 'aliases' | 'category' | 'severity'>,
  finish: (fixes: readonly Fix[]) => readonly Fix[],
): Finding {
  const identity = { ...rule, aliases: report.aliases ?? rule.aliases };
  if (fixes === undefined) return { ...report, ...identity };
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

/** Shell that does not parse (half typed, or another shell's) is not edited: where its words end is a guess. */
function isInBrokenScript(fix: Fix, model: DockerfileModel): boolean {
  return fix.edits.some(({ span }) => {
    const instruction = instructionAt(model.file.instructions, span.start);
    if (instruction === undefined || !SHELL_HOSTS.has(instruction.keyword) || instruction.exec !== undefined)
      return false;
    const script = model.scriptOf(instruction);
    return script.errors.length > 0 && containsSpan(script.span, span);
  });
}

const SHELL_HOSTS: ReadonlySet<string> = new Set(['RUN', 'HEALTHCHECK', 'ONBUILD']);

/** Returns the last instruction that begins at or before `offset`. */
function instructionAt(instructions: readonly Instruction[], offset: number): Instruction | undefined {
  let low = 0;
  let high = instructions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((instructions[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return instructions[low];
}
