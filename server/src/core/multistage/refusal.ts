import type { Span } from '../text/span';
import type { Refusal, RefusalId } from './plan';

/** Returns a refusal: `message` states the reason in a sentence, `span` holds the words that decide. */
export function refuse(id: RefusalId, message: string, span?: Span): Refusal {
  return span === undefined ? { kind: 'refusal', id, message } : { kind: 'refusal', id, message, span };
}
