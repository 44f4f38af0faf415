import type { Span } from '../text/span';
import type { ShellTree } from './tree';

/** What a RUN, CMD, ENTRYPOINT or HEALTHCHECK does: its simple commands in the order of the text, with their places. */
export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** Statements of the outermost list, in order. */
  readonly statements: readonly ShellStatement[];
  readonly errors: readonly { readonly message: string; readonly span: Span }[];
  /** The whole script in the document. */
  readonly span: Span;
  /** `heredoc`: the body of `RUN <<EOF`; `exec`: a JSON array, which no shell sees. */
  readonly source: 'line' | 'heredoc' | 'exec';
  /** The text that the shell gets, with its syntax; `undefined` in exec form, and where another interpreter reads it. */
  readonly tree: ShellTree | undefined;
}

/** One element of the outermost `a && b; c` list: what can be cut out of a RUN as a whole. */
export interface ShellStatement {
  readonly span: Span;
  /** The operator that joins it to the one before, with its place; `undefined` for the first. */
  readonly before: { readonly operator: '&&' | '||' | ';' | '&' | '\n'; readonly span: Span } | undefined;
  readonly commands: readonly ShellCommand[];
  /** A pipeline or a simple command, no `if`, loop, subshell or function. */
  readonly isSimple: boolean;
}

export interface ShellCommand {
  /** The program's name without its directory, after wrappers such as `sudo` and `env`; `undefined` where it is not literal. */
  readonly name: string | undefined;
  /** The program's word. */
  readonly nameWord: ShellWord | undefined;
  /** The words after the program's. */
  readonly args: readonly ShellWord[];
  /** Words before the program that only start it: `sudo -E`, `env A=b`, `exec`, `time`, ... */
  readonly wrappers: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  /** From its first word (assignments and wrappers too) to its last, redirections included. */
  readonly span: Span;
  /** Runs only under a condition: in `if`, `case`, a loop, a function, or after `||`. */
  readonly isConditional: boolean;
  /** Inside `$(...)` or backticks. */
  readonly isSubstitution: boolean;
  /** Inside `( ... )`, a `sh -c` string or a pipeline, so that `cd` and variables do not outlive it. */
  readonly isNested: boolean;
  /** Its place in a pipeline of several commands. */
  readonly pipe: { readonly index: number; readonly count: number; readonly id: number } | undefined;
  /** Its failure does not fail the RUN by itself: followed by `||` or `;`, or negated. */
  readonly mayFail: boolean;
  /** The outermost statement that holds it, as an index into the script's. */
  readonly statement: number;
}

export interface ShellWord {
  /** As the shell gets it, quotes included. */
  readonly text: string;
  /** Without quotes; `undefined` where it holds an expansion. */
  readonly value: string | undefined;
  readonly span: Span;
  readonly isQuoted: boolean;
  readonly hasGlob: boolean;
  /** Variables it expands, with their places. */
  readonly variables: readonly { readonly name: string; readonly span: Span; readonly isQuoted: boolean }[];
  readonly hasSubstitution: boolean;
}

export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellRedirect {
  readonly operator: string;
  readonly target: ShellWord | undefined;
  readonly span: Span;
}
