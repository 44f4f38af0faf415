import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageConfiguration } from '../../server/src/host/verify/docker';
import { tarOf, type SyntheticFiles } from './tar';
import type { Workspace } from './command-line';

/** What the engine of a test has for one of the images. */
export interface FakeImage {
  readonly config: ImageConfiguration;
  readonly files: SyntheticFiles;
  readonly size: number;
}

export interface FakeEngine {
  readonly original?: FakeImage;
  readonly converted?: FakeImage;
  readonly base?: FakeImage;
  /** Which of the files does not build, which never ends building, or that no engine answers. */
  readonly trouble?: 'no-engine' | 'original' | 'converted' | 'endless';
}

export interface FakeDocker {
  /** The variables with which its `docker` command is found. */
  readonly environment: Readonly<Record<string, string>>;
  /** The calls so far, each as one line. */
  calls(): readonly string[];
  /** Images and containers that were made and not removed. */
  left(): readonly string[];
}

const EMPTY: FakeImage = { config: {}, files: {}, size: 1000 };

/** Makes a `docker` command in `workspace` that answers as an engine with these images would, and builds nothing. */
export function fakeDocker({ write, folder }: Workspace, engine: FakeEngine): FakeDocker {
  const images = {
    original: engine.original ?? EMPTY,
    converted: engine.converted ?? EMPTY,
    base: engine.base ?? EMPTY,
  };
  for (const [name, { files }] of Object.entries(images)) write(`engine/${name}.tar`, tarOf(files));
  const inspected = Object.fromEntries(
    Object.entries(images).map(([name, { config, size }]) => [name, [{ Size: size, Config: config }]]),
  );
  const log = join(folder, 'engine/calls.jsonl');
  writeFileSync(log, '');
  const script = `#!${process.execPath}
const { appendFileSync, createReadStream } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n');
const trouble = ${JSON.stringify(engine.trouble ?? 'none')};
const inspected = ${JSON.stringify(inspected)};
const which = args.some((word) => /base/.test(word)) ? 'base' : args.some((word) => /:converted|-converted/.test(word)) ? 'converted' : 'original';
const fail = (message) => { console.error(message); process.exitCode = 1; };
switch (args[0]) {
  case 'version':
    if (trouble === 'no-engine') fail('Cannot connect to the Docker daemon at unix:///nowhere.');
    else console.log('99.0 linux');
    break;
  case 'network': console.log('bridge bridge'); break;
  case 'build':
    console.error('#5 [builder 2/5] RUN make');
    if (trouble === 'endless') setTimeout(() => {}, 60_000);
    else if (trouble === which) fail('#9 make: *** [all] Error 2\\nERROR: failed to solve');
    break;
  case 'image': console.log(JSON.stringify(inspected[which])); break;
  case 'history': console.log(JSON.stringify({ Size: String(inspected[which][0].Size), CreatedBy: 'RUN /bin/sh -c make' })); break;
  case 'export': createReadStream(${JSON.stringify(join(folder, 'engine'))} + '/' + which + '.tar').pipe(process.stdout); break;
  case 'ps': console.log('c0ffee'); break;
}
`;
  const executable = write('engine/bin/docker', script);
  chmodSync(executable, 0o755);
  const calls = (): readonly string[][] =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as string[])
      : [];
  const after = (words: readonly string[], flag: string): string => words[words.indexOf(flag) + 1] ?? '';
  return {
    environment: { PATH: join(folder, 'engine/bin') },
    calls: () => calls().map((words) => words.join(' ')),
    left: () => {
      const made = calls().flatMap((words) =>
        words[0] === 'build' ? [after(words, '--tag')] : words[0] === 'create' || words[0] === 'run' ? ['c0ffee'] : [],
      );
      const removed = new Set(calls().flatMap((words) => (words[0] === 'rm' || words[0] === 'rmi' ? words : [])));
      return [...new Set(made)].filter((name) => !removed.has(name));
    },
  };
}
