import type { Span } from '../../core/index';
import { yaml } from '../yaml';
import type { ConfigurationProblem } from './configuration';

/** The keys (and numbers, in lists) that lead to a value. */
export type Path = readonly (string | number)[];

/** The value that a YAML (or JSON) text describes, and the places in the text that its parts come from. */
export interface LocatedValue {
  readonly value: unknown;
  /** The text is no YAML; the value is not known then. */
  readonly problem?: ConfigurationProblem;
  /** Returns the place of a key or of a value; of what holds it where it has no place of its own. */
  spanOf(path: Path, part: 'key' | 'value'): Span;
}

/** Reads YAML, of which JSON is a part. */
export function readYaml(text: string): LocatedValue {
  const { parseDocument, isMap, isNode, isScalar, isSeq } = yaml();
  const document = parseDocument(text, { logLevel: 'silent', merge: true });
  const [error] = document.errors;
  const whole: Span = { start: 0, end: text.length };
  const rangeOf = (node: unknown): Span | undefined =>
    isNode(node) && node.range ? { start: node.range[0], end: node.range[1] } : undefined;

  function spanOf(path: Path, part: 'key' | 'value'): Span {
    let node: unknown = document.contents;
    let span = rangeOf(node) ?? whole;
    for (const [index, step] of path.entries()) {
      if (isSeq(node) && typeof step === 'number') node = node.items[step];
      else if (isMap(node)) {
        const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step));
        const isAsked = index === path.length - 1 && part === 'key';
        const key = rangeOf(pair?.key);
        if (isAsked) return key ?? span;
        node = pair?.value;
        span = key ?? span;
      } else return span;
      span = rangeOf(node) ?? span;
    }
    return span;
  }

  if (error !== undefined) {
    const [start, end] = error.pos;
    const [sentence = ''] = error.message.split(/ at line \d+| at position/);
    return {
      value: undefined,
      problem: {
        message: `This is no valid YAML: ${sentence.replace(/[.:]?\s*$/, '')}.`,
        span: { start: Math.min(start, text.length), end: Math.min(Math.max(end, start), text.length) },
      },
      spanOf,
    };
  }
  try {
    // An alias to an anchor that is missing, or a bomb of aliases, throws here.
    return { value: document.toJS({ maxAliasCount: 100 }), spanOf };
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { value: undefined, problem: { message: `This is no valid YAML: ${message}.`, span: whole }, spanOf };
  }
}
