import type { Instruction, KeyValue, Word } from '../syntax/dockerfile';
import type { ImageFacts } from '../knowledge/image-facts';
import type { ImageReference } from './image-reference';

/** One build stage: a FROM and what follows it. */
export interface Stage {
  readonly index: number;
  readonly from: Instruction;
  /** The image or stage that FROM names; `undefined` while FROM has no words. */
  readonly baseWord: Word | undefined;
  /** The name after AS, as written. */
  readonly nameWord: Word | undefined;
  /** The name in lower case, as BuildKit compares it. */
  readonly name: string | undefined;
  /** The stage that FROM names. */
  readonly parent: Stage | undefined;
  /** The image below this stage and all its parents; `undefined` where no text decides it (`FROM ${X}`). */
  readonly image: ImageReference | undefined;
  /** What is known of that image; `undefined` for a private or undecided one. `scratch` is known. */
  readonly facts: ImageFacts | undefined;
  /** The stage's instructions after FROM. */
  readonly instructions: readonly Instruction[];
  /** The last stage: what `docker build` makes without a target. */
  readonly isFinal: boolean;
  /** The final stage, or one that it stands on: its layers ship. */
  readonly isShipped: boolean;
  /** The final image needs it: it ships, or something is copied or mounted from it. */
  readonly isReachable: boolean;
}

/** USER in force at a point of a stage. */
export interface UserState {
  /** As written (`node`, `1000:1000`), variables replaced; `undefined` where unknown. */
  readonly text: string | undefined;
  /** `undefined` where neither text nor the base image's facts tell. */
  readonly isRoot: boolean | undefined;
  /** The USER instruction; `undefined` where the base image sets it. */
  readonly instruction: Instruction | undefined;
}

/** What holds at a point of a stage: the effect of its base image and of all instructions before. */
export interface StageState {
  /** Variables in the environment; an `undefined` value is set to something unknown. */
  readonly env: ReadonlyMap<string, string | undefined>;
  /** Build arguments in scope; an `undefined` value has no default or an unknown one. */
  readonly args: ReadonlyMap<string, string | undefined>;
  /** Absolute; `undefined` where unknown. */
  readonly workdir: string | undefined;
  /** The WORKDIR instruction in force, of this stage or a parent. */
  readonly workdirInstruction: Instruction | undefined;
  readonly user: UserState;
  /** The shell of shell forms, `["/bin/sh", "-c"]` by default. */
  readonly shell: readonly string[];
  readonly shellInstruction: Instruction | undefined;
}

/** A source or build argument pair in its instruction. */
export interface PlacedPair extends KeyValue {
  readonly instruction: Instruction;
}

/** What COPY or ADD moves. */
export interface CopyOperation {
  readonly instruction: Instruction;
  /** The stage, image or build context that it reads. */
  readonly from:
    | { readonly kind: 'context' }
    | { readonly kind: 'stage'; readonly stage: Stage }
    | { readonly kind: 'image'; readonly name: string }
    | { readonly kind: 'unknown' };
  readonly sources: readonly CopySource[];
  readonly destination: Word | undefined;
  /** Absolute where WORKDIR is known, variables replaced; ends with `/` where the text or several sources make it a directory. */
  readonly destinationPath: string | undefined;
  /** The directory of the destination itself when the text says so (`/` or `.` at the end, several sources). */
  readonly isDirectory: boolean;
  readonly chown: string | undefined;
}

export interface CopySource {
  readonly word: Word;
  /** Variables replaced, without a leading `./` or `/`; `undefined` where unknown. */
  readonly path: string | undefined;
  readonly kind: 'path' | 'url' | 'git' | 'heredoc';
  /** The whole of the build context (or of the stage's root). */
  readonly isEverything: boolean;
}
