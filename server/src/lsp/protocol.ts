import type { DocumentUri, Range, TextEdit } from 'vscode-languageserver';

/**
 * What the Plimsoll client and server say to each other beyond the Language Server Protocol.
 *
 * - Settings are pulled: the server asks `workspace/configuration` for the section `plimsoll`, and registers for
 *   `workspace/didChangeConfiguration` itself.
 * - `plimsoll.convertToMultiStage` is a command of the client. The server names it in code actions, with the arguments
 *   `ConvertCommandArguments`, and must not list it under `executeCommandProvider` (both would register it).
 */
export const planMultiStageRequest = 'plimsoll/planMultiStage';

/** The request for the page of a rule, answered from the server's own bundle, without a network. */
export const ruleDocumentationRequest = 'plimsoll/ruleDocumentation';

/** Tells the server that the person trusts the workspace now. */
export const trustGrantedNotification = 'plimsoll/trustGranted';

/** The client's command that plans, previews and, once accepted, applies the conversion. */
export const convertCommand = 'plimsoll.convertToMultiStage';

/** The client's command that plans, previews, builds both files with Docker and compares them. */
export const verifyCommand = 'plimsoll.convertAndVerify';

/** The diagnostics' `source`, by which the client recognises its own findings. */
export const diagnosticSource = 'plimsoll';

/** The `source` of what ShellCheck found. */
export const shellCheckSource = 'shellcheck';

/** What a client says of itself when it starts the server. */
export interface InitializationOptions {
  /** The client has `convertCommand`; without it the conversion is offered as an edit that asks for a confirmation. */
  readonly hasConvertCommand?: boolean;
  /** `false`: programs must not be run on what the workspace holds, until `trustGrantedNotification` comes. */
  readonly isTrusted?: boolean;
  /** The section `plimsoll` of the settings, from a client that cannot be asked for it. */
  readonly settings?: unknown;
}

/** The arguments of `plimsoll.convertToMultiStage`. */
export type ConvertCommandArguments = readonly [uri: DocumentUri, options?: ConversionOptions];

/** The choices of a conversion; what is absent is taken from the settings. */
export interface ConversionOptions {
  readonly layout?: 'builder-runtime' | 'base-builder-runtime' | 'deps-build-runtime' | 'dev-prod';
  readonly runtime?: 'auto' | 'slim' | 'alpine' | 'distroless' | 'scratch';
  readonly nonRoot?: boolean;
  readonly cacheMounts?: boolean;
  /** The path that a health check asks for. */
  readonly healthCheck?: string;
  readonly productionServer?: boolean;
  readonly npmStartToNode?: boolean;
  readonly compileFirst?: boolean;
  readonly keepDevelopmentServer?: boolean;
  readonly omitDevelopment?: boolean;
}

export interface PlanMultiStageParams extends ConversionOptions {
  readonly textDocument: { readonly uri: DocumentUri; readonly version: number };
}

export type PlanMultiStageResult = ConvertedPlan | RefusedPlan | StalePlan;

/** A conversion of the text that `version` names. */
export interface ConvertedPlan {
  readonly kind: 'converted';
  readonly version: number;
  readonly newText: string;
  /** Turn the document into `newText`. */
  readonly edits: readonly TextEdit[];
  /** One line, such as "Convert to 2 stages: builder and runtime". */
  readonly title: string;
  readonly reasons: readonly MoveReason[];
  readonly assumptions: readonly PlanAssumption[];
  readonly dropped: {
    readonly packages: readonly string[];
    readonly tools: readonly string[];
    readonly files: readonly string[];
  };
  /** What leaves the image, with sizes from tables: nothing was built. */
  readonly estimate: {
    /** A sentence. */
    readonly text: string;
    /** Least and most. */
    readonly megabytes?: readonly [number, number];
    readonly parts: readonly {
      readonly kind: string;
      readonly what: string;
      readonly megabytes?: readonly [number, number];
    }[];
  };
  /** Markdown for a person: the stages, every move and why, the assumptions, what is left behind. */
  readonly report: string;
  /** The images that the last stages stand on, where texts decide them. */
  readonly bases: { readonly original?: string; readonly converted?: string };
  /** The folder of the build context that the plan was made with; absent where the text alone was judged. */
  readonly contextUri?: DocumentUri;
}

/** What the client asks of `dist/verify.js`, a process of its own that builds what the server has planned. */
export interface VerificationRequest {
  /** The Dockerfile on the disk, and its text, which may not be saved. */
  readonly file: string;
  readonly text: string;
  readonly baseName: string | undefined;
  /** The folder of the build context. */
  readonly context: string;
  readonly plan: Pick<ConvertedPlan, 'dropped' | 'estimate'> & {
    readonly text: string;
    readonly baseName: string | undefined;
  };
  /** What the conversion was asked to change. */
  readonly declared: {
    readonly addsUser: boolean;
    readonly addsHealthCheck: boolean;
    readonly changesStart: boolean;
  };
}

/** Where one original instruction goes, and why. */
export interface MoveReason {
  /** 0-based. */
  readonly line: number;
  readonly instruction: string;
  readonly placement: string;
  /** The commands of a RUN that is split. */
  readonly commands?: readonly { readonly text: string; readonly placement: string; readonly why: string }[];
  readonly why: string;
}

export interface PlanAssumption {
  readonly message: string;
  readonly range?: Range;
}

/** The conversion does not apply; `message` names the line. */
export interface RefusedPlan {
  readonly kind: 'refused';
  readonly version: number;
  /** R1 to R17. */
  readonly id: string;
  readonly message: string;
  /** Choices under which the file is converted after all; each has been planned. */
  readonly alternatives: readonly PlanAlternative[];
  readonly range?: Range;
}

/** A choice, as an imperative, with all options that it means. */
export interface PlanAlternative {
  readonly title: string;
  readonly options: ConversionOptions;
}

/** The server holds another version (`version`) than the one asked about, or (-1) does not hold the document. */
export interface StalePlan {
  readonly kind: 'stale';
  readonly version: number;
}

export interface RuleDocumentationParams {
  /** A rule id or an alias. */
  readonly rule: string;
}

/** The rule's page as Markdown; absent for an unknown rule. */
export interface RuleDocumentationResult {
  readonly markdown?: string;
}
