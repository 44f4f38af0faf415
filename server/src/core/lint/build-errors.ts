import { withSeverity } from './alias-levels';
import type { Dockerfile } from '../syntax/dockerfile';
import type { Finding } from './finding';

/** BuildKit runs these checks only when `experimental=` of the directive names them. */
const EXPERIMENTAL: ReadonlySet<string> = new Set(['buildkit/InvalidDefinitionDescription']);

/**
 * Returns `findings`, those that fail the build as errors: under `# check=error=true` a build with a violated check does
 * not succeed. (Docker's Dockerfile reference, section "check"; a comment above an instruction has no such effect.)
 */
export function asBuildErrors(file: Dockerfile, findings: readonly Finding[]): Finding[] {
  const check = file.directives.find(({ name }) => name === 'check')?.value ?? '';
  // What Go reads as true.
  if (!/(?:^|;)\s*error\s*=\s*(?:1|t|T|true|TRUE|True)\s*(?:;|$)/.test(check)) return [...findings];
  const [, experimental = ''] = /(?:^|;)\s*experimental\s*=\s*([^;]*)/.exec(check) ?? [];
  const asked = experimental.split(',').map((name) => name.trim());
  const isChecked = (alias: string): boolean =>
    alias.startsWith('buildkit/') &&
    (!EXPERIMENTAL.has(alias) || asked.includes('all') || asked.includes(alias.slice('buildkit/'.length)));
  return findings.map((finding) => (finding.aliases.some(isChecked) ? withSeverity(finding, 'error') : finding));
}
