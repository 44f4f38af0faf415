import { catalogue, type Rule } from '../core/index';
import type { Feature } from './feature';
import { ruleDocumentationRequest, type RuleDocumentationParams, type RuleDocumentationResult } from './protocol';

/** Answers with the page of a rule, from the bundle: no network. */
export const registerRuleDocumentation: Feature = ({ connection }) => {
  connection.onRequest(ruleDocumentationRequest, ({ rule: name }: RuleDocumentationParams): RuleDocumentationResult => {
    const [rule] = catalogue.resolve(name);
    return rule === undefined ? {} : { markdown: rulePage(rule) };
  });
  return {};
};

const PRESETS = {
  recommended: 'on by default',
  strict: 'part of the strict preset, off by default',
} as const;

const FIXES = { always: 'Has a fix.', sometimes: 'Often has a fix.', never: 'Has no fix.' } as const;

/** Returns the page of a rule as Markdown. */
export function rulePage(rule: Rule): string {
  const [example] = rule.examples;
  return [
    `# ${rule.id}`,
    rule.summary,
    `Category ${rule.category}, severity ${rule.severity}; ${PRESETS[rule.preset]}. ${FIXES[rule.fixes]}`,
    rule.docs.trim(),
    '## Example',
    fenced(example.bad),
    'Better:',
    fenced(example.good),
    ...(rule.aliases.length > 0 ? ['## Also known as', rule.aliases.map((alias) => `\`${alias}\``).join(', ')] : []),
    '',
  ].join('\n\n');
}

function fenced(text: string): string {
  return `\`\`\`dockerfile\n${text.trimEnd()}\n\`\`\``;
}
