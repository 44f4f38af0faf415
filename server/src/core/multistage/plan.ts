import type { Instruction } from '../syntax/dockerfile';
import type { TextEdit } from '../text/edit';
import type { Span } from '../text/span';

/**
 * `builder-runtime`: two stages. `base-builder-runtime`: both stand on a stage that holds what they share.
 * `deps-build-runtime`: the runtime takes its dependencies from one stage and what is built from another.
 * `dev-prod`: base, dependencies, development and production.
 */
export type Layout = 'builder-runtime' | 'base-builder-runtime' | 'deps-build-runtime' | 'dev-prod';

/** The base image of the runtime stage; `auto` takes the smallest that keeps distribution, C library and language. */
export type RuntimeChoice = 'auto' | 'slim' | 'alpine' | 'distroless' | 'scratch';

export interface MultiStageOptions {
  readonly layout?: Layout;
  readonly runtime?: RuntimeChoice;
  /** Adds a user without privileges to the runtime stage. */
  readonly nonRoot?: boolean;
  /** Mounts the download caches of package managers (needs BuildKit). */
  readonly cacheMounts?: boolean;
  /** Adds a HEALTHCHECK that asks for this path, `/healthz`. */
  readonly healthCheck?: string;
  /** Starts the production server that the manifests have, in place of a development server. */
  readonly productionServer?: boolean;
  /** Starts node itself, in place of `npm start`. */
  readonly npmStartToNode?: boolean;
  /** Compiles in the build what the container compiles when it starts: `go run`, `cargo run`. */
  readonly compileFirst?: boolean;
  /** The container goes on starting its development server, with all that this needs. */
  readonly keepDevelopmentServer?: boolean;
  /** Development dependencies stay behind though nothing at hand tells that the start does without them. */
  readonly omitDevelopment?: boolean;
  /** Targets of this file that other files of the workspace build. */
  readonly targets?: readonly NamedTarget[];
}

/** `target: app` of a Compose, Bake or CI file. */
export interface NamedTarget {
  readonly name: string;
  /** The file that names it, as a person knows it. */
  readonly file: string;
}

/** Where an original instruction goes: a stage of the new file, both of the default layout's, or nowhere. */
export type Placement =
  'builder' | 'runtime' | 'both' | 'dropped' | 'base' | 'dependencies' | 'build' | 'development' | 'production';

/** What becomes of one original instruction, and why. */
export interface Disposition {
  readonly instruction: Instruction;
  readonly placement: Placement;
  /** Where one RUN is split: its commands, each with its own place. */
  readonly commands?: readonly {
    readonly text: string;
    readonly span: Span;
    readonly placement: Placement;
    readonly why: string;
  }[];
  readonly why: string;
}

export interface PlannedStage {
  readonly name: string;
  readonly base: string;
  readonly purpose: string;
}

/** Something that leaves the final image. */
export interface EstimatePart {
  readonly kind: 'base' | 'packages' | 'layers' | 'files';
  /** A phrase, or names. */
  readonly what: string;
  /** Least and most; absent where no table has its size. */
  readonly megabytes?: readonly [least: number, most: number];
}

/** What a conversion takes out of the final image, by tables: an estimate, never measured. */
export interface Estimate {
  /** The sum of the parts whose size a table has. */
  readonly megabytes?: readonly [least: number, most: number];
  readonly parts: readonly EstimatePart[];
}

/** A conversion: the whole new file with a reason for every original instruction. */
export interface MultiStagePlan {
  readonly kind: 'plan';
  readonly recipe: string;
  readonly layout: Layout;
  readonly text: string;
  readonly edits: readonly TextEdit[];
  readonly stages: readonly PlannedStage[];
  readonly dispositions: readonly Disposition[];
  readonly assumptions: readonly { readonly message: string; readonly span?: Span }[];
  readonly dropped: {
    readonly packages: readonly string[];
    readonly tools: readonly string[];
    readonly files: readonly string[];
  };
  readonly estimate: Estimate;
}

export type RefusalId =
  | 'R1'
  | 'R2'
  | 'R3'
  | 'R4'
  | 'R5'
  | 'R6'
  | 'R7'
  | 'R8'
  | 'R9'
  | 'R10'
  | 'R11'
  | 'R12'
  | 'R13'
  | 'R14'
  | 'R15'
  | 'R16'
  | 'R17';

/** Why no conversion is offered, in a sentence, with the words that decide. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly id: RefusalId;
  readonly message: string;
  readonly span?: Span;
}

export type MultiStageResult = MultiStagePlan | Refusal;
