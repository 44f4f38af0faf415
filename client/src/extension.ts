import { type ExtensionContext, window, workspace } from 'vscode';
import { trustGrantedNotification } from '../../server/src/lsp/protocol';
import { createClient } from './client';
import { registerCommands } from './commands';
import { MultiStagePreview } from './preview';
import { registerRulePages } from './rule-pages';
import { registerStatus } from './status';
import { Verification } from './verification';

/** Starts the language server and registers everything of the extension that a person can reach. */
export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Plimsoll', { log: true });
  const client = createClient(context, output);
  const preview = new MultiStagePreview(client);
  const verification = new Verification(preview, context.asAbsolutePath('dist/verify.js'), output);
  const status = registerStatus(client);
  context.subscriptions.push(output, client, preview, verification, status, registerRulePages(client));
  registerCommands(context, { client, output, preview, verification });
  try {
    await client.start();
    context.subscriptions.push(
      workspace.onDidGrantWorkspaceTrust(() => void client.sendNotification(trustGrantedNotification)),
    );
  } catch (error) {
    output.error(`The language server does not start: ${String(error)}`);
  }
}
