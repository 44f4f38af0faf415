import type { PackageOperation } from '../model/packages';
import type { CopyOperation } from '../model/stage';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { MultiStageOptions, Refusal } from './plan';
import type { Source } from './source';

/** Lines that the conversion adds, with the reason. */
export interface Addition {
  readonly lines: readonly string[];
  readonly why: string;
}

/** A base image of the runtime stage. */
export interface RuntimeBase {
  /** As FROM takes it. */
  readonly text: string;
  /** Neither shell nor package manager: every instruction that needs one fails there. */
  readonly isDistroless: boolean;
  readonly why: string;
}

/** Words of the original that the runtime has otherwise: `poetry run x` is `x` there. The builder keeps them. */
export interface Rewrite {
  readonly span: Span;
  readonly text: string;
  /** A sentence. */
  readonly why: string;
}

/** Dependencies that the runtime takes from a stage of their own, beside which the application is built. */
export interface Separation {
  /** The last step that installs them; what comes after it builds. */
  readonly lastInstall: Instruction;
  /** Where they lie: directories that nothing after `lastInstall` writes into. Empty where the runtime takes none of them. */
  readonly directories: readonly string[];
}

/** What a recipe decides for one file; the planner does the rest. */
export interface Draft {
  /** In the order of preference; later ones are taken where an earlier one fails the checks. */
  readonly runtimes: readonly RuntimeBase[];
  /** Returns why `command` belongs to the build alone, `undefined` where it does not. */
  buildReason(command: ShellCommand, operation: PackageOperation | undefined): string | undefined;
  /** A call of a build tool that the runtime repeats all the same: it compiles nothing. */
  isRepeated?(command: ShellCommand): boolean;
  /** Opens the runtime: what its first steps rely on and its base has not. */
  readonly opening?: readonly Addition[];
  /** Added to the builder right before its first build step. */
  readonly prologue: readonly Addition[];
  /** The step that the prologue precedes, where it is not the first build step. */
  readonly prologueAt?: Instruction;
  /** Programs that the runtime runs, whatever it starts by name: the interpreter of a script. */
  readonly programs?: readonly string[];
  /** Holds for the runtime alone; what it changes in CMD, ENTRYPOINT or HEALTHCHECK is declared to the checks. */
  readonly rewrites?: readonly Rewrite[];
  /** What decides whether anything is left behind, where nothing else is. */
  readonly question?: Refusal;
  /** Ends the build for the runtime alone: the development stage of dev-prod must not see it. */
  readonly prune?: Addition;
  /** For the layout deps-build-runtime; a sentence where the file has no such separation, absent where the ecosystem has none. */
  readonly separation?: Separation | string;
  /** Added at the end of the builder. */
  readonly epilogue: readonly Addition[];
  /** Added to the runtime in place of the first build step: what is copied over. */
  readonly artefacts: readonly Addition[];
  /** Artefacts take the place of the last build step, so that no later COPY of the sources lies over them; or that of a step named. */
  readonly artefactsAt?: 'last-build' | Instruction;
  /** Returns why the runtime does without a COPY that stands before the last build step, `undefined` where it needs it. */
  copyReason(copy: CopyOperation): string | undefined;
  /** Debian or Alpine packages that the runtime needs besides those of the file. */
  readonly packages: readonly { readonly name: string; readonly why: string }[];
  /** What the build downloads and compiles outside of the artefacts is worth a stage of its own, even on the same base. */
  readonly leavesDownloads?: boolean;
  /** Directories whose shared libraries decide what the runtime needs, where nothing else tells. */
  readonly scan: readonly string[];
  /** The linker is asked on the same base, too: development packages stay behind whose libraries no table names. */
  readonly scansSameBase?: boolean;
  /** The directories hold programs that are linked to libraries, besides libraries and modules; or what is named are programs themselves. */
  readonly scansPrograms?: 'in-directories' | 'themselves';
  /** Steps that stay in the runtime may need any package: only those that the recipe proves to be for the build are left out. */
  readonly keepsPackages?: true;
  /** OS packages that the recipe proves to be for the build only, whatever the tables say. */
  isBuildOnlyPackage(name: string): boolean;
  /** What the plan takes for granted, for the report. */
  readonly assumptions: readonly { readonly message: string; readonly span?: Span }[];
  readonly droppedTools: readonly string[];
  readonly droppedFiles: readonly string[];
  /** What the recipe declares to the checks. */
  readonly allowances?: {
    readonly isStatic?: boolean;
    readonly changesBase?: boolean;
    /** Variables that the plan sets, so that what it moves is found. */
    readonly addedEnvironment?: readonly string[];
    /** Packages that the build installs from files, and the runtime does without. */
    readonly provenPackages?: readonly string[];
    /** Commands that only set up the build, where their words do not tell which files they leave. */
    readonly droppedCommands?: readonly string[];
  };
}

/** One ecosystem: how to recognise it, and how to divide it. */
export interface Recipe {
  /** Kebab case, equal to the file name. */
  readonly id: string;
  /** One line for people. */
  readonly summary: string;
  /** Returns the words that show that `source` belongs to this ecosystem, `undefined` where it does not. */
  detect(source: Source): Span | undefined;
  /** The recipe can divide a file whose base no table knows: both stages stand on it. */
  readonly takesUnknownBase?: boolean;
  /** All that the runtime gets lies where it was and is found as before: a supervisor or cron may start any of it by its path. */
  readonly takesServices?: boolean;
  /** The recipe is for any file: where it has nothing to say, what its language's recipe says is the reason. */
  readonly isGeneral?: true;
  draft(source: Source, options: MultiStageOptions): Draft | Refusal;
}
