import { type Disposable, Uri, ViewColumn, commands, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type RuleDocumentationParams,
  type RuleDocumentationResult,
  ruleDocumentationRequest,
} from '../../server/src/lsp/protocol';

const scheme = 'plimsoll-rule';
const markdownPreview = 'vscode.markdown.preview.editor';

/** Serves the pages of the rules as read-only documents. */
export function registerRulePages(client: BaseLanguageClient): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async (uri) => {
      const rule = uri.path.replace(/^\//, '').replace(/\.md$/, '');
      const params: RuleDocumentationParams = { rule };
      const page = await client.sendRequest<RuleDocumentationResult>(ruleDocumentationRequest, params);
      return page.markdown ?? `# ${rule}\n\nPlimsoll has no rule of this name.\n`;
    },
  });
}

/** Names the page of a rule; `workbench.editorAssociations` in the manifest opens it rendered. */
export function rulePageUri(rule: string): Uri {
  return Uri.from({ scheme, path: `/${rule}.md` });
}

/** Opens the page of a rule, rendered, beside the file it is about. */
export async function openRulePage(rule: string): Promise<void> {
  await openMarkdown(rulePageUri(rule));
}

/** Opens a Markdown document rendered, beside the active editor, which keeps the focus. */
export async function openMarkdown(uri: Uri): Promise<void> {
  const where = { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: false };
  await commands.executeCommand('vscode.openWith', uri, markdownPreview, where);
}
