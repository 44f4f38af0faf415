import {
  type ExtensionContext,
  type LogOutputChannel,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  commands,
  languages,
  window,
  workspace,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ConversionOptions, convertCommand, diagnosticSource, verifyCommand } from '../../server/src/lsp/protocol';
import { dockerfileLanguage } from './client';
import type { MultiStagePreview } from './preview';
import { openRulePage } from './rule-pages';
import type { Verification } from './verification';

interface Services {
  readonly client: LanguageClient;
  readonly output: LogOutputChannel;
  readonly preview: MultiStagePreview;
  readonly verification: Verification;
}

/** Registers the handler of every command in the manifest. */
export function registerCommands(context: ExtensionContext, { client, output, preview, verification }: Services): void {
  const handlers: Readonly<Record<string, (...args: never[]) => unknown>> = {
    [convertCommand]: async (uri?: Uri | string, options?: ConversionOptions) => {
      const document = await documentToConvert(uri);
      if (document === undefined) {
        void window.showInformationMessage('Open the Dockerfile that Plimsoll should convert.');
        return undefined;
      }
      return preview.open(document, isConversionOptions(options) ? options : {});
    },
    [verifyCommand]: async (uri?: Uri | string, options?: ConversionOptions) => {
      const document = await documentToConvert(uri);
      if (document === undefined) {
        void window.showInformationMessage('Open the Dockerfile that Plimsoll should convert and verify.');
        return undefined;
      }
      return verification.run(document, isConversionOptions(options) ? options : {});
    },
    'plimsoll.applyPreview': (uri?: Uri) => preview.apply(uri),
    'plimsoll.discardPreview': (uri?: Uri) => preview.discard(uri),
    'plimsoll.changePreviewOptions': (uri?: Uri) => preview.changeOptions(uri),
    'plimsoll.explainRule': async (rule?: string) => {
      const chosen = typeof rule === 'string' ? rule : await pickRule(context);
      if (chosen !== undefined) {
        await openRulePage(chosen);
      }
    },
    'plimsoll.restartServer': () => client.restart(),
    'plimsoll.showOutput': () => {
      output.show();
    },
  };
  for (const [command, handler] of Object.entries(handlers)) {
    context.subscriptions.push(commands.registerCommand(command, handler));
  }
}

/** A code action passes the address as text, the context menu as an object, the palette nothing. */
async function documentToConvert(uri: Uri | string | undefined) {
  if (uri !== undefined) {
    return workspace.openTextDocument(typeof uri === 'string' ? Uri.parse(uri) : uri);
  }
  const document = window.activeTextEditor?.document;
  return document?.languageId === dockerfileLanguage ? document : undefined;
}

/** A menu passes its own second argument (the group of the editor), which has none of these. */
function isConversionOptions(value: unknown): value is ConversionOptions {
  const keys = [
    'layout',
    'runtime',
    'nonRoot',
    'cacheMounts',
    'healthCheck',
    'productionServer',
    'npmStartToNode',
    'compileFirst',
    'keepDevelopmentServer',
    'omitDevelopment',
  ];
  return typeof value === 'object' && value !== null && keys.some((key) => key in value);
}

/** Offers the rules found in the active file first, then all others. */
async function pickRule(context: ExtensionContext): Promise<string | undefined> {
  const found = rulesFoundInActiveFile();
  const others = rulesOfManifest(context).filter((rule) => !found.includes(rule));
  const separator = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });
  const items = [
    ...(found.length > 0 ? [separator('in this file'), ...found.map((label) => ({ label }))] : []),
    ...(others.length > 0 ? [separator('all rules'), ...others.map((label) => ({ label }))] : []),
  ];
  if (items.length === 0) {
    return window.showInputBox({ prompt: 'The rule to explain', placeHolder: 'untagged-base-image' });
  }
  const chosen = await window.showQuickPick(items, { placeHolder: 'The rule to explain' });
  return chosen?.label;
}

function rulesFoundInActiveFile(): string[] {
  const document = window.activeTextEditor?.document;
  if (document === undefined) {
    return [];
  }
  const codes = languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === diagnosticSource)
    .map(({ code }) => (typeof code === 'object' ? code.value : code));
  return [...new Set(codes.filter((code) => typeof code === 'string'))].sort();
}

function rulesOfManifest(context: ExtensionContext): string[] {
  const manifest = context.extension.packageJSON as {
    contributes?: { configuration?: { properties?: Record<string, { properties?: Record<string, unknown> }> } };
  };
  const rules = manifest.contributes?.configuration?.properties?.['plimsoll.rules']?.properties;
  return Object.keys(rules ?? {}).filter((rule) => !rule.includes('/'));
}
