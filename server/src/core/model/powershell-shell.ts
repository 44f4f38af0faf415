import { insertAt, type TextEdit } from '../text/edit';
import type { DockerfileModel } from './model';
import type { PowerShellScript } from './powershell';

/**
 * Returns an edit that makes the SHELL instruction in force run `code` before each script; `undefined` where it has no
 * place for it, or where the script runs in another shell.
 */
export function extendShell(
  model: DockerfileModel,
  { instruction, via }: PowerShellScript,
  code: string,
): TextEdit | undefined {
  const outer = model.file.instructions.find((one) => one === instruction);
  if (via !== 'shell' || outer === undefined) return undefined;
  const words = model.stateBefore(outer).shellInstruction?.exec;
  const last = words?.at(-1);
  if (last === undefined || words?.some(({ value }) => /^-c(?:ommand)?$/i.test(value)) !== true) return undefined;
  if (/^-c(?:ommand)?$/i.test(last.value)) return insertAt(last.span.end, `, ${JSON.stringify(code)}`);
  if (!last.text.endsWith('"')) return undefined;
  const separator = /;\s*$/.test(last.value) ? ' ' : '; ';
  return insertAt(last.span.end - 1, separator + JSON.stringify(code).slice(1, -1));
}
