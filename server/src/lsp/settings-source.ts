import {
  DidChangeConfigurationNotification,
  MessageType,
  ShowMessageNotification,
  type Connection,
} from 'vscode-languageserver';
import type { ClientAbilities } from './client-abilities';
import { readSettings, type Settings } from './settings';

/** Knows the settings of each document. */
export interface SettingsSource {
  /** Returns the settings of a document if they have been asked for, without waiting. */
  known(uri: string): Settings | undefined;
  /** Asks the client where it can be asked. */
  of(uri: string): Promise<Settings>;
  forget(uri: string): void;
  /** Asks the client to tell of changes; to be called once it is initialised. */
  register(): void;
}

/** Returns the settings as the client has them: asked for where it can be asked, else as it told them. */
export function createSettingsSource(
  connection: Connection,
  client: ClientAbilities,
  defaults: Settings,
  initial: unknown,
  onChange: () => void,
): SettingsSource {
  const byDocument = new Map<string, Settings>();
  const pending = new Map<string, Promise<Settings>>();
  const complained = new Set<string>();
  let revision = 0;
  let told = read(initial);

  function read(value: unknown): Settings {
    const { settings, problems } = readSettings(value, defaults);
    const fresh = problems.filter((problem) => !complained.has(problem));
    for (const problem of fresh) {
      complained.add(problem);
      connection.console.warn(problem);
    }
    const [first] = fresh;
    if (first !== undefined) {
      // A notification, not the request that `showWarningMessage` sends: nobody has to answer.
      const message = fresh.length === 1 ? first : `${first} (${String(fresh.length - 1)} more in the log)`;
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    }
    return settings;
  }

  async function pull(uri: string): Promise<Settings> {
    const asked = revision;
    let settings = told;
    try {
      settings = read(await connection.workspace.getConfiguration({ scopeUri: uri, section: 'plimsoll' }));
    } catch (error) {
      connection.console.warn(`The settings could not be read: ${String(error)}`);
    }
    // Settings that changed while the answer was under way are asked for again by the next analysis.
    if (asked === revision) {
      byDocument.set(uri, settings);
      pending.delete(uri);
    }
    return settings;
  }

  connection.onDidChangeConfiguration(({ settings }: { settings?: { plimsoll?: unknown } | null }) => {
    revision += 1;
    byDocument.clear();
    pending.clear();
    if (!client.configuration) told = read(settings?.plimsoll ?? settings);
    onChange();
  });
  return {
    known: (uri) => (client.configuration ? byDocument.get(uri) : told),
    of: async (uri) => {
      const known = client.configuration ? byDocument.get(uri) : told;
      if (known !== undefined) return known;
      const request = pending.get(uri) ?? pull(uri);
      pending.set(uri, request);
      return request;
    },
    forget: (uri) => {
      byDocument.delete(uri);
      pending.delete(uri);
    },
    register: () => {
      if (!client.configuration || !client.configurationRegistration) return;
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'plimsoll' });
    },
  };
}
