import type { Stage } from './stage';

/**
 * Tells whether the text proves that `stage` is a Windows container: by its base image, by `FROM --platform=windows/…`, or by
 * a shell that only Windows has. Images such as python exist for both systems under one name.
 */
export function isWindows(stage: Stage | undefined): boolean {
  if (stage === undefined) return false;
  if (stage.parent !== undefined) return isWindows(stage.parent);
  const platform = stage.from.flags.find(({ name }) => name === 'platform')?.value;
  return (
    stage.facts?.distribution.family === 'windows' ||
    /^windows(?:\/|\(|$)/i.test(platform ?? '') ||
    stage.instructions.some(
      (instruction) => instruction.keyword === 'SHELL' && WINDOWS_SHELL.test(instruction.exec?.[0]?.value ?? ''),
    )
  );
}

// PowerShell is called pwsh where it is not of Windows.
const WINDOWS_SHELL = /(?:^|[\\/])(?:cmd|powershell)(?:\.exe)?$/i;
