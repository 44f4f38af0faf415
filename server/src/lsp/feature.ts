import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import type { ClientAbilities } from './client-abilities';
import type { Documents } from './documents';
import type { Environment } from './environment';
import type { Guard } from './guard';

/** What every feature of the server stands on. */
export interface FeatureHost {
  readonly connection: Connection;
  readonly client: ClientAbilities;
  readonly documents: Documents;
  readonly environment: Environment;
  readonly guard: Guard;
}

/** Answers its requests on the host's connection, and returns what the server can do because of it. */
export type Feature = (host: FeatureHost) => Partial<ServerCapabilities>;
