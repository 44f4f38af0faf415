import type { Stage } from './stage';

/** Tells whether the text proves that `stage` is a Windows container: by its base image, or by `FROM --platform=windows/…`. */
export function isWindows(stage: Stage | undefined): boolean {
  if (stage === undefined) return false;
  if (stage.parent !== undefined) return isWindows(stage.parent);
  const platform = stage.from.flags.find(({ name }) => name === 'platform')?.value;
  return stage.facts?.distribution.family === 'windows' || /^windows(?:\/|\(|$)/i.test(platform ?? '');
}
