import type { Span } from '../text/span';

/** A comment (or the directive `# check=`) that silences rules. */
export interface Suppression {
  /** Whose words it is written in. */
  readonly tool: 'plimsoll' | 'hadolint' | 'tally' | 'buildkit' | 'shellcheck';
  /** From `#` on. */
  readonly span: Span;
  /** The whole line with its line ending. */
  readonly line: Span;
  readonly isFileWide: boolean;
  /** A parser directive, which has no room for a reason. */
  readonly isDirective: boolean;
  /** Somebody says why: after `;`, after the names, or in a comment above. */
  readonly hasReason: boolean;
  readonly names: readonly SuppressedName[];
}

export interface SuppressedName {
  readonly text: string;
  readonly span: Span;
  /** The ids of the rules meant; none where no rule is called so. */
  readonly rules: readonly string[];
  /** The rules meant ran, and each would have said the same without it. */
  readonly isUnused: boolean;
  /** Where no rule is called so, the name that was probably meant. */
  readonly nearest?: string;
}
