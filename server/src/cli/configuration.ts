import { statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { createLines, type LintSettings } from '../core/index';
import type { Configuration, ConfigurationFile } from '../host/configuration/configuration';
import { createConfigurationSource, hadolintFallbacks } from '../host/configuration/configuration-source';
import type { Input } from './input';
import { UsageError, type Terminal } from './terminal';

/** Which configuration file holds: named with `--config`, none (`--no-config`), or to be found. */
export type ConfigChoice = string | boolean | undefined;

/** What configuration files and flags decide together. */
export interface Configurations {
  /** Returns what a file decides for a Dockerfile; throws where that file makes no sense. */
  of(input: Pick<Input, 'file'>): Configuration | undefined;
  /** Flags win over the file. */
  withFlags(configuration: Configuration | undefined, flags: LintSettings): LintSettings;
}

/** Returns the configurations that `choice` leaves; a usage error where the file that it names is missing or wrong. */
export function createConfigurations(terminal: Terminal, choice: ConfigChoice): Configurations {
  const known = new Map<Configuration, LintSettings>();
  const explicitFile = typeof choice === 'string' ? resolve(terminal.folder, choice) : undefined;
  if (explicitFile !== undefined && statSync(explicitFile, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UsageError(`The configuration "${String(choice)}" is no file.`);
  }
  const source = createConfigurationSource(
    explicitFile === undefined
      ? { fallbacks: hadolintFallbacks(terminal.folder, terminal.environment ?? {}) }
      : { explicitFile },
  );
  // Without a name, standard input is a Dockerfile of the current folder.
  const find = (file = resolve(terminal.folder, 'Dockerfile')): Configuration | undefined =>
    choice === false ? undefined : source.of(file);
  if (explicitFile !== undefined) {
    const problems = problemsOf(terminal, find()?.file);
    if (problems.length > 0) throw new UsageError(problems.join('\nplimsoll: '));
  }
  return {
    of: ({ file }) => {
      const found = find(file);
      const problems = problemsOf(terminal, found?.file);
      if (found === undefined || problems.length === 0) return found;
      for (const problem of problems) terminal.warn(`plimsoll: ${problem}\n`);
      throw new Error(`The configuration ${shownPath(terminal, found.file.path)} makes no sense, so nothing was done.`);
    },
    withFlags: (configuration, flags) => {
      if (configuration === undefined) return flags;
      const settings = known.get(configuration) ?? { ...configuration.lint, ...flags };
      known.set(configuration, settings);
      return settings;
    },
  };
}

function problemsOf(terminal: Terminal, file: ConfigurationFile | undefined): readonly string[] {
  if (file === undefined || file.problems.length === 0) return [];
  const lines = createLines(file.text);
  return file.problems.map(({ message, span }) => {
    const line = lines.positionAt(span.start).line + 1;
    return `${shownPath(terminal, file.path)}:${line}: ${message}`;
  });
}

function shownPath({ folder }: Terminal, path: string): string {
  const shown = relative(folder, path);
  return (shown.startsWith('..') || isAbsolute(shown) ? path : shown).replace(/\\/g, '/');
}
