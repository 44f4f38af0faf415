import { createLines, type Refusal } from '../../core/index';
import { json } from '../../host/verify/report';

/** Returns the refusal of a conversion as `schemas/verify.schema.json` describes it. */
export function refusedJson(path: string, { id, message, span }: Refusal, text: string): string {
  const range = span === undefined ? {} : { range: createLines(text).rangeOf(span) };
  return json({ status: 'refused', file: path, summary: message, reason: { id, message, ...range } });
}
