import type { Finding } from './finding';
import type { Severity } from './rule';

/**
 * Returns `findings` as levels for the names of another tool have them. One rule of ours may be several of that tool, and
 * its findings say which: one is left out when all its names there are off.
 */
export function atAliasLevels(
  findings: readonly Finding[],
  levels: Readonly<Record<string, 'off' | Severity>>,
): readonly Finding[] {
  return findings.flatMap((finding) => {
    const named = finding.aliases.flatMap((alias) => levels[alias.toLowerCase()] ?? []);
    if (named.length === 0) return [finding];
    const tools = new Set(Object.keys(levels).map(toolOf));
    const own = finding.aliases.filter((alias) => tools.has(toolOf(alias)));
    const severity = named.find((level) => level !== 'off');
    if (severity === undefined) return named.length === own.length ? [] : [finding];
    return [withSeverity(finding, severity)];
  });
}

function toolOf(alias: string): string {
  return alias.slice(0, alias.indexOf('/'));
}

/** Returns the finding with another severity. */
export function withSeverity(finding: Finding, severity: Severity): Finding {
  const changed: PropertyDescriptor = { value: severity, enumerable: true };
  // Not spread: fixes are computed when somebody looks at them.
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(finding), severity: changed }) as Finding;
}
