import { Hover, MarkdownString, type Position, type TextDocument, Uri } from 'vscode';
import type { ConvertedPlan, MoveReason, RefusedPlan } from '../../server/src/lsp/protocol';

/** The scheme of the planned text, the right side of the diff. */
export const plannedScheme = 'plimsoll-preview';

/** The scheme of the page with the reasons, beside the diff. */
export const reasonsScheme = 'plimsoll-reasons';

/** Names the planned text of a document; the file name stays, so that it is coloured as a Dockerfile. */
export function plannedUri(document: TextDocument): Uri {
  const query = document.uri.toString();
  return Uri.from({ scheme: plannedScheme, path: `${folderOf(document)}${fileNameOf(document)}`, query });
}

/** Names the page that says why each instruction of a document moves. */
export function reasonsUri(document: TextDocument): Uri {
  const query = document.uri.toString();
  return Uri.from({ scheme: reasonsScheme, path: `${folderOf(document)}Why these stages.md`, query });
}

/** The last part of a document's path. */
export function fileNameOf(document: TextDocument): string {
  return document.uri.path.replace(/^.*\//, '');
}

/** What the file would be; where the changed file cannot be converted any more, the file as it is. */
export function plannedText(document: TextDocument, plan: ConvertedPlan | RefusedPlan): string {
  return plan.kind === 'converted' ? plan.newText : document.getText();
}

/** The page beside the diff. */
export function reasonsText(plan: ConvertedPlan | RefusedPlan): string {
  if (plan.kind === 'converted') {
    return plan.report;
  }
  const choices = plan.alternatives.map(({ title }) => `- ${title}\n`);
  const offer = choices.length === 0 ? '' : `\n## It can be converted with another choice\n\n${choices.join('')}`;
  return `# Not converted\n\n${plan.message}\n${offer}`;
}

/** Says in the original text where the instruction under the pointer goes, and why. */
export function moveHover(plan: ConvertedPlan | RefusedPlan, position: Position): Hover | undefined {
  if (plan.kind === 'refused') {
    return undefined;
  }
  const reason = plan.reasons.filter(({ line }) => line <= position.line).at(-1);
  return reason === undefined ? undefined : new Hover(moveMarkdown(reason));
}

function moveMarkdown({ placement, why, commands = [] }: MoveReason): MarkdownString {
  const text = new MarkdownString();
  text.appendMarkdown('**In the conversion: ').appendText(placement).appendMarkdown('.** ').appendText(why);
  for (const command of commands) {
    text.appendMarkdown('\n\n').appendCodeblock(command.text, 'shellscript');
    text.appendMarkdown('**').appendText(command.placement).appendMarkdown('.** ').appendText(command.why);
  }
  return text;
}

function folderOf(document: TextDocument): string {
  const folder = document.uri.path.replace(/[^/]*$/, '');
  return folder.startsWith('/') ? folder : `/${folder}`;
}
