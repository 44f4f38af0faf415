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

/** Returns the directory that the final image's command makes its own as it starts: Next.js's standalone server changes into it, and reads `public` there. */
export function standaloneDirectory({ after, final }: Conversion): string | undefined {
  const { cmd, entrypoint, workdir } = imageConfiguration(after, final);
  const instructions = [entrypoint.instruction, cmd.instruction].filter((one) => one !== undefined);
  const commands = instructions.flatMap((instruction) => after.scriptOf(instruction).commands);
  const words = commands.flatMap(({ nameWord, args }) => [nameWord?.value, ...args.map(({ value }) => value)]);
  const path = words.find((word) => /(?:^|\/)\.next\/standalone\/(?:.*\/)?server\.js$/.test(word ?? ''));
  return path === undefined || !words.some((word) => /^(?:.*\/)?node$/.test(word ?? ''))
    ? undefined
    : joinPath(workdir, path.slice(0, path.lastIndexOf('/')));
}
