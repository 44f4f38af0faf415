import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { analyze, catalogue, type NamedTarget } from '../core/index';
import { contextsInBuildDefinitions, targetsInBuildDefinitions } from '../host/build-definitions';
import { contextSources, findContext, folderOf } from '../host/context-folder';
import type { Configuration } from '../host/configuration/configuration';
import { createConfigurationSource } from '../host/configuration/configuration-source';
import { createShellChecker, findShellCheck, type ShellChecker } from '../host/shell-check';
import type { ContextRequest, Environment, FoundConfiguration, FoundContext } from './environment';
import { startServer } from './server';
import { defaultSettings } from './settings';

/** Starts the server in this process, on what the command line names: `--stdio`, `--node-ipc`, `--socket=` or `--pipe=`. */
export function startNodeServer(): void {
  keepHeapSmall();
  const log = (message: string): void => {
    process.stderr.write(`${message}\n`);
  };
  // A defect in one request must not end the session, and must not go unseen.
  process.on('uncaughtException', (error) => {
    log(`Uncaught: ${error.stack ?? error.message}`);
  });
  process.on('unhandledRejection', (reason) => {
    log(`Unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
  });
  startServer(createConnection(ProposedFeatures.all), nodeEnvironment(log));
  warmUp();
}

const WARM_UP_AFTER = 250;
const WARM_UP_PAUSE = 4;

/**
 * V8 runs code slowly until it has run often. So the rules run on their own examples, one in each pause, before the first
 * keystrokes: a third of a second of work in all.
 */
function warmUp(): void {
  const texts = catalogue.rules.flatMap(({ examples }) => examples.map(({ bad }) => bad));
  const step = (): void => {
    const text = texts.pop();
    if (text === undefined) return;
    // Findings are computed when they are looked at.
    analyze(text, {}).findings.at(0);
    setTimeout(step, WARM_UP_PAUSE).unref();
  };
  setTimeout(step, WARM_UP_AFTER).unref();
}

/**
 * An analysis lives until the next keystroke. V8 would let such garbage pile up to several times of what is in use before
 * it cleans; a server that waits for a person most of its time can clean more often, and take less memory.
 */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=40');
}

/** Returns what a Node process gives the server. */
export function nodeEnvironment(log: (message: string) => void): Environment {
  return {
    immediate: (task) => {
      // Two turns: a message that has already been read is handled between them, and a newer text replaces this task.
      let handle = setImmediate(() => {
        handle = setImmediate(task);
      });
      return () => {
        clearImmediate(handle);
      };
    },
    timeout: (task, milliseconds) => {
      const handle = setTimeout(task, milliseconds);
      return () => {
        clearTimeout(handle);
      };
    },
    now: () => performance.now(),
    contextOf,
    targetsOf,
    configurationOf: configurationFinder(),
    shellCheckerOf: shellCheckers(),
    defaultSettings,
    log,
  };
}

/** One checker for each executable: it keeps its answers. Where it is, is looked up once in some seconds. */
function shellCheckers(): NonNullable<Environment['shellCheckerOf']> {
  const checkers = new Map<string, ShellChecker>();
  const places = new Map<string | undefined, { readonly executable: string | undefined; readonly since: number }>();
  return (path) => {
    let place = places.get(path);
    if (place === undefined || performance.now() - place.since > LOOKED_UP_AGAIN) {
      place = { executable: findShellCheck(path), since: performance.now() };
      places.set(path, place);
    }
    const { executable } = place;
    if (executable === undefined) return undefined;
    const checker = checkers.get(executable) ?? createShellChecker(executable);
    checkers.set(executable, checker);
    return checker;
  };
}

const LOOKED_UP_AGAIN = 60_000;

/** Of the folders that Compose or Bake name, the document's and its workspace's, the one that holds what is copied. */
function contextOf({ uri, model, workspaceFolders }: ContextRequest): FoundContext | undefined {
  const path = filePath(uri);
  if (path === undefined) return undefined;
  const workspace = workspaceFolders
    .filter((folder) => uri.startsWith(`${folder.replace(/\/$/, '')}/`))
    .flatMap((folder) => filePath(folder) ?? []);
  const top = workspace[0] ?? folderOf(path);
  const candidates = [...contextsInBuildDefinitions(path, top), folderOf(path), ...workspace];
  const { context, folder } = findContext(contextSources({ model }), path, { candidates });
  if (context === undefined || folder === undefined) return undefined;
  return { context, rootUri: pathToFileURL(folder).href };
}

/** What Compose, Bake and CI files of the document's folder and above, up to its workspace's, build of it. */
function targetsOf({
  uri,
  workspaceFolders,
}: Pick<ContextRequest, 'uri' | 'workspaceFolders'>): readonly NamedTarget[] {
  const path = filePath(uri);
  if (path === undefined) return [];
  const workspace = workspaceFolders.find((folder) => uri.startsWith(`${folder.replace(/\/$/, '')}/`));
  return targetsInBuildDefinitions(path, (workspace && filePath(workspace)) ?? folderOf(path));
}

/** A person's own configuration of hadolint is left to the command line: an editor has settings for that. */
function configurationFinder(): (uri: string) => FoundConfiguration | undefined {
  const source = createConfigurationSource();
  const known = new WeakMap<Configuration, FoundConfiguration>();
  return (uri) => {
    const path = filePath(uri);
    if (path === undefined) return undefined;
    source.refresh();
    const configuration = source.of(path);
    if (configuration === undefined) return undefined;
    const found = known.get(configuration) ?? toFound(configuration);
    known.set(configuration, found);
    return found;
  };
}

function toFound({ file, lint, multiStage }: Configuration): FoundConfiguration {
  const { path, text, kind, problems } = file;
  return { settings: { kind, lint, multiStage }, file: { uri: pathToFileURL(path).href, text, problems } };
}

/** Documents that are not saved, or not on this machine, have no path. */
function filePath(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
