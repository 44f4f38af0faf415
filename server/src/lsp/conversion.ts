import { alternativesOf, planMultiStage, type MultiStageOptions, type MultiStageResult } from '../core/index';
import type { AnalysedDocument } from './documents';
import type { Feature } from './feature';
import { planMultiStageRequest, type PlanMultiStageParams, type PlanMultiStageResult } from './protocol';
import { toConvertedPlan, toRefusedPlan } from './to-lsp';

// A plan is asked for by the light bulb first and by its command soon after.
const plans = new WeakMap<AnalysedDocument, Map<string, MultiStageResult>>();

/** Returns the conversion of a document, with what `options` leave out taken from its settings. */
export function planOf(document: AnalysedDocument, options: MultiStageOptions = {}): MultiStageResult {
  const chosen = withSettings(document, options);
  const known = plans.get(document) ?? new Map<string, MultiStageResult>();
  plans.set(document, known);
  const key = JSON.stringify(chosen);
  const plan = known.get(key) ?? planMultiStage(document.analysis, chosen);
  known.set(key, plan);
  return plan;
}

/** What the person did not choose, the settings decide. */
function withSettings(document: AnalysedDocument, options: MultiStageOptions): MultiStageOptions {
  const { layout, runtime } = document.settings.multiStage;
  return {
    ...options,
    layout: options.layout ?? layout,
    runtime: options.runtime ?? runtime,
    nonRoot: options.nonRoot ?? false,
  };
}

/** Answers the client's request for a plan of exactly the version that it shows. */
export const registerConversion: Feature = ({ connection, documents }) => {
  connection.onRequest(planMultiStageRequest, async (params: PlanMultiStageParams): Promise<PlanMultiStageResult> => {
    const { uri, version } = params.textDocument;
    const document = await documents.get(uri);
    if (document?.version !== version) return { kind: 'stale', version: document?.version ?? -1 };
    const options = { ...optionsOf(params), targets: documents.targetsOf(uri) };
    const plan = planOf(document, options);
    if (plan.kind === 'plan') return toConvertedPlan(document, plan);
    return toRefusedPlan(document, plan, alternativesOf(document.analysis, withSettings(document, options), plan));
  });
  return {};
};

function optionsOf({ textDocument: _, ...options }: PlanMultiStageParams): MultiStageOptions {
  return options;
}
