import { z } from 'zod';

export const Draught = z.object({ metres: z.coerce.number().positive() });

export function mayEnter(metres: number): boolean {
  return metres < 12;
}
