import { catalogue, shellCheckName, unknownRule, type Rule } from '../core/index';
import { UsageError } from './terminal';

/** Returns the rules called `name` (an id or an alias); a usage error where there is none. */
export function rulesCalled(name: string): readonly Rule[] {
  const rules = catalogue.resolve(name);
  if (rules.length === 0) throw new UsageError(unknownRule(name));
  return rules;
}

/** Returns `names`; a usage error where one of them is no rule, nor a code of ShellCheck. */
export function checkedNames(names: readonly string[]): readonly string[] {
  for (const name of names) if (shellCheckName(name) === undefined) rulesCalled(name);
  return names;
}
