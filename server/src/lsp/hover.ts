import { MarkupKind, type Hover } from 'vscode-languageserver';
import { catalogue, type Finding } from '../core/index';
import type { Feature } from './feature';
import { rulePageUrl, toRange } from './to-lsp';
import { vendorHover } from './vendor';

/** Explains the rules of the findings under the pointer, and the instruction, flag or variable there. */
export const registerHover: Feature = ({ connection, client, documents, guard }) => {
  connection.onHover(({ textDocument: { uri }, position }) =>
    guard<Hover | undefined>('hover', undefined, async () => {
      const document = await documents.get(uri);
      if (document === undefined) return undefined;
      const { text, file, findings } = document.analysis;
      const offset = file.lines.offsetAt(position);
      const here = document.settings.enable
        ? findings.filter(({ span }) => span.start <= offset && offset <= span.end)
        : [];
      const instruction = await guard('instruction hover', null, () => vendorHover(text, position, client.hoverFormat));
      const parts = [...explanations(here), ...textOf(instruction?.contents)];
      if (parts.length === 0) return undefined;
      const [first] = here;
      const range = first === undefined ? instruction?.range : toRange(file.lines, first.span);
      const value = parts.join('\n\n---\n\n');
      return {
        contents: {
          kind: client.hoverFormat,
          value: client.hoverFormat === MarkupKind.Markdown ? value : plainText(value),
        },
        ...(range === undefined ? {} : { range }),
      };
    }),
  );
  return { hoverProvider: true };
};

/** One for each rule; the finding's own message is shown by the editor. */
function explanations(findings: readonly Finding[]): readonly string[] {
  const rules = new Set(findings.flatMap(({ rule }) => catalogue.resolve(rule).filter(({ id }) => id === rule)));
  return [...rules].map(({ id, summary, docs }) => `**${summary}** ([${id}](${rulePageUrl(id)}))\n\n${docs.trim()}`);
}

function textOf(contents: Hover['contents'] | undefined): readonly string[] {
  if (contents === undefined) return [];
  if (Array.isArray(contents)) return contents.flatMap(textOf);
  const text = typeof contents === 'string' ? contents : contents.value;
  return text === '' ? [] : [text];
}

/** Takes the marks of Markdown out for clients that would show them. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]*)\*\*/g, '$1')
    .replace(/`([^`]*)`/g, '$1');
}
