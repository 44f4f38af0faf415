import type { BuildContext } from '../../context/build-context';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage';
import type { Span } from '../../text/span';

/**
 * The check that failed. V1 to V18 are those of the safety contract; `files` is its closure of files, `packages` its
 * row of distribution packages, `build` its row of commands that a default build still runs.
 */
export type Check =
  | 'V1'
  | 'V2'
  | 'V3'
  | 'V4'
  | 'V5'
  | 'V6'
  | 'V7'
  | 'V8'
  | 'V9'
  | 'V10'
  | 'V11'
  | 'V12'
  | 'V13'
  | 'V14'
  | 'V15'
  | 'V16'
  | 'V18'
  | 'files'
  | 'packages'
  | 'build';

/** A promise of the safety contract that the converted text does not keep. */
export interface Violation {
  readonly check: Check;
  /** A sentence that names the thing. */
  readonly message: string;
  /** The words at fault in the converted text, where there are any. */
  readonly span?: Span;
}

/** What a plan may declare; whatever it does not declare must be as before. */
export interface Allowances {
  /** Stages to be built with `--target`, which nothing in the final stage needs (the `development` of dev-prod). */
  readonly targets?: readonly string[];
  /** The plan gives the final image a user without privileges: USER may differ where the original ran as root. */
  readonly addsUser?: boolean;
  /** The plan gives the final image a HEALTHCHECK where the original has none. */
  readonly addsHealthCheck?: boolean;
  /** CMD, ENTRYPOINT or HEALTHCHECK differ, and the plan names how. */
  readonly rewrittenCommand?: boolean;
  /** The final image stands on another family or distribution than the original (Go on distroless, a web server). */
  readonly changedBase?: boolean;
  /** The copied artefacts need no shared library: a static binary. The builder's text must show it (`CGO_ENABLED=0`). */
  readonly isStatic?: boolean;
  /** Build-only packages that the final stage installs on purpose, as reported. */
  readonly keptPackages?: readonly string[];
  /** Packages that run programs (nodejs), of which the recipe proves that only the build runs them. */
  readonly provenPackages?: readonly string[];
  /** Packages of double use (curl, git, ...) reported as left behind; other run-time packages can't be dropped. */
  readonly droppedPackages?: readonly string[];
  /** Variables reported as left behind, beside those that only a build reads. `PATH` admits lost PATH entries. */
  readonly droppedEnvironment?: readonly string[];
  /** Variables that the plan sets and names (`NODE_ENV`), beside VIRTUAL_ENV and PATH of a moved venv. */
  readonly addedEnvironment?: readonly string[];
  /** Absolute files or directories reported as left behind: sources that were compiled, caches, build output. */
  readonly droppedFiles?: readonly string[];
  /** RUN commands reported as left out, as written in the original (white space does not count). */
  readonly droppedCommands?: readonly string[];
}

/** Two texts and what may differ: all that a check sees. The plan is not among it. */
export interface Conversion {
  readonly before: DockerfileModel;
  readonly after: DockerfileModel;
  /** The stages that make the images. */
  readonly original: Stage;
  readonly final: Stage;
  readonly context: BuildContext | undefined;
  readonly allowed: Allowances;
}
