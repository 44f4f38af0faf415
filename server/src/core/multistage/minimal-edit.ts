import type { TextEdit } from '../text/edit';

/** Returns one edit that makes `after` of `before`, from the first character (at least `first`) that differs to the last. */
export function minimalEdit(before: string, after: string, first: number): TextEdit {
  let start = first;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  return { span: { start, end: before.length - end }, newText: after.slice(start, after.length - end) };
}
