import { ProgressLocation, type TextDocument, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ConversionOptions,
  type ConvertedPlan,
  type PlanMultiStageParams,
  type PlanMultiStageResult,
  type RefusedPlan,
  planMultiStageRequest,
} from '../../server/src/lsp/protocol';

/** The server cannot say: it is not running, or the text changes faster than it is planned. */
export interface NoPlan {
  readonly kind: 'unavailable';
  readonly message: string;
}

const attempts = 5;
const pause = 100;

/** Asks the server for the conversion of the document's present text; asks again while that text changes. */
export async function planConversion(
  client: BaseLanguageClient,
  document: TextDocument,
  options: ConversionOptions,
): Promise<ConvertedPlan | RefusedPlan | NoPlan> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { version } = document;
    const textDocument = { uri: client.code2ProtocolConverter.asUri(document.uri), version };
    const params: PlanMultiStageParams = { textDocument, ...options };
    try {
      const plan = await client.sendRequest<PlanMultiStageResult>(planMultiStageRequest, params);
      if (plan.kind !== 'stale' && plan.version === document.version) {
        return plan;
      }
    } catch (error) {
      return { kind: 'unavailable', message: `Plimsoll could not plan the conversion: ${String(error)}` };
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return { kind: 'unavailable', message: 'The file is changing, so its conversion could not be planned. Try again.' };
}

/** As `planConversion`, with a sign of work in the status bar. */
export async function planWithProgress(
  client: BaseLanguageClient,
  document: TextDocument,
  options: ConversionOptions,
): ReturnType<typeof planConversion> {
  const where = { location: ProgressLocation.Window, title: 'Plimsoll: planning the stages' };
  return window.withProgress(where, () => planConversion(client, document, options));
}
