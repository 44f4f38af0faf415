import { z } from 'zod';

const ship = z.object({ tonnes: z.coerce.number().positive(), area: z.coerce.number().positive() });

/** Returns how deep a box-shaped ship lies in the sea, in metres. */
export function draught(query: unknown): { ok: true; metres: number } | { ok: false; problems: string[] } {
  const parsed = ship.safeParse(query);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(({ path }) => path.join('.')) };
  return { ok: true, metres: Number((parsed.data.tonnes / (1.025 * parsed.data.area)).toFixed(3)) };
}
