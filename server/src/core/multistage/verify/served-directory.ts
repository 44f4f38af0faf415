import { imageConfiguration } from '../../model/configuration';
import { joinPath } from '../../model/paths';
import type { Conversion } from './violation';

/** Programs that serve the files of one directory and read no others. */
const FILE_SERVERS = /^(?:serve|http-server|live-server|sirv|sirv-cli|superstatic)$/;

/** Options whose value is the next word; a configuration file may name further directories. */
const VALUED = /^(?:-l|--listen|-p|--port|-a|--host|-d)$/;
const CONFIGURED = /^(?:-c|--config)(?:=|$)/;

/** Returns the one directory that the final image's command serves; `undefined` where it starts another program. */
export function servedDirectory({ after, final }: Conversion): string | undefined {
  const { cmd, entrypoint, workdir } = imageConfiguration(after, final);
  const instruction = cmd.instruction ?? entrypoint.instruction;
  const [command, ...others] = instruction === undefined ? [] : after.scriptOf(instruction).commands;
  if (command === undefined || others.length > 0 || !FILE_SERVERS.test(command.name ?? '')) return undefined;
  const words = command.args.map(({ value }) => value ?? '');
  if (words.some((word) => CONFIGURED.test(word))) return undefined;
  const directory = words.find(
    (word, index) => !word.startsWith('-') && !VALUED.test(words[index - 1] ?? '') && !/^\d*$/.test(word),
  );
  return directory === undefined ? undefined : joinPath(workdir, directory);
}
