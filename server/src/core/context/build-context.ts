/** The build context as far as rules and recipes need it: a snapshot that answers at once. Paths are relative, with `/`. */
export interface BuildContext {
  /** Returns the entries of a directory (`''` is the root), directories with a trailing `/`; `undefined` where there is none. */
  list(directory: string): readonly string[] | undefined;
  /** Returns the text of a file, `undefined` where there is none or it is no text. */
  read(path: string): string | undefined;
  /** Tells whether a file or directory exists, ignored or not. */
  exists(path: string): boolean;
  /** Tells whether `.dockerignore` keeps `path` out of the build. */
  ignores(path: string): boolean;
  /** The name of the ignore file in force (`.dockerignore` or `<Dockerfile>.dockerignore`), `undefined` where there is none. */
  readonly ignoreFile: string | undefined;
  /** The user named this context, so that a missing source is a fact and not a guess. */
  readonly isExplicit: boolean;
}
