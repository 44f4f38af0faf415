import { catalogue, nearestName, type Rule } from '../core/index';
import { UsageError } from './terminal';

/** Returns the rules called `name` (an id or an alias); a usage error where there is none. */
export function rulesCalled(name: string): readonly Rule[] {
  const rules = catalogue.resolve(name);
  if (rules.length > 0) return rules;
  const nearest = nearestName(name, names());
  throw new UsageError(
    `No rule is called "${name}".${nearest === undefined ? ' "plimsoll rules" lists them all.' : ` Did you mean "${nearest}"?`}`,
  );
}

/** Returns `names`; a usage error where one of them is no rule. */
export function checkedNames(names: readonly string[]): readonly string[] {
  for (const name of names) rulesCalled(name);
  return names;
}

function* names(): Iterable<string> {
  for (const rule of catalogue.rules) {
    yield rule.id;
    for (const alias of rule.aliases) {
      yield alias;
      yield alias.slice(alias.indexOf('/') + 1);
    }
  }
}
