import type { Flag, Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';

/** One `key=value` of a `--mount`. */
export interface MountField {
  /** In lower case; `dst` and `destination` are `target`. */
  readonly key: string;
  /** Without quotes; `''` for a key alone. */
  readonly value: string;
  readonly span: Span;
}

/** Returns the fields of each `--mount` of a RUN (of the trigger, for ONBUILD) with their places. */
export function mountFieldsOf(
  instruction: Instruction,
): readonly { readonly flag: Flag; readonly type: string; readonly fields: readonly MountField[] }[] {
  const { flags } = instruction.trigger ?? instruction;
  return flags.flatMap((flag) => {
    const { name, value, valueSpan } = flag;
    if (name !== 'mount' || value === undefined || valueSpan === undefined) return [];
    const isLiteral = valueSpan.end - valueSpan.start === value.length;
    let at = valueSpan.start;
    const fields = value.split(',').map((part): MountField => {
      const span = isLiteral ? { start: at, end: at + part.length } : flag.span;
      at += part.length + 1;
      const [key = '', ...rest] = part.split('=');
      const lower = key.trim().toLowerCase();
      return {
        key: lower === 'dst' || lower === 'destination' ? 'target' : lower,
        value: rest.join('=').replace(/^["']|["']$/g, ''),
        span,
      };
    });
    return [{ flag, type: fields.find(({ key }) => key === 'type')?.value ?? 'bind', fields }];
  });
}
