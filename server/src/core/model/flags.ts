import type { Dockerfile, Flag } from '../syntax/dockerfile';
import { remove, type TextEdit } from '../text/edit';

/** Returns an edit that removes `flag` with the white space after it, up to the end of its line. */
export function removeFlag(file: Dockerfile, flag: Flag): TextEdit {
  let end = flag.span.end;
  while (file.text[end] === ' ' || file.text[end] === '\t') end++;
  return remove({ start: flag.span.start, end });
}
