import type { BuildContext } from '../context/build-context';
import type { StartCommand } from '../model/effective-start';
import { packageScripts } from '../model/package-scripts';
import type { DockerfileModel } from '../model/model';
import { joinPath } from '../model/paths';
import type { Stage } from '../model/stage';
import { replace, type TextEdit } from '../text/edit';

/** The edit that starts what a package script starts, or a sentence on why the script is needed. */
export type StartNode =
  | { readonly kind: 'edit'; readonly edit: TextEdit; readonly command: string }
  | { readonly kind: 'withheld'; readonly reason: string };

/** Tells how `npm start` and the like are `node file.js` without a package manager; undefined where `start` is none. */
export function startNode(
  model: DockerfileModel,
  stage: Stage,
  start: StartCommand,
  context: BuildContext | undefined,
): StartNode | undefined {
  const { instruction, command, words, argv } = start;
  const manager = command.name ?? '';
  if (!/^(?:npm|yarn|pnpm)$/.test(manager)) return undefined;
  const withheld = (reason: string): StartNode => ({ kind: 'withheld', reason });
  const [verb = '', ...rest] = argv.slice(1);
  const isRun = verb === 'run' || verb === 'run-script';
  const name = isRun ? rest[0] : verb;
  const shown = argv.join(' ');
  if (
    name === undefined ||
    (isRun ? rest.length > 1 : rest.length > 0) ||
    (!isRun && manager === 'npm' && name !== 'start')
  )
    return withheld(`"${shown}" is not a script alone`);
  if (words.some(({ value }) => value === undefined)) return withheld(`"${shown}" has variables`);
  const script = model.scriptOf(instruction);
  const isAll = script.commands.length === 1 && command.redirects.length === 0 && command.assignments.length === 0;
  const isOwn = words.every(({ span }) => span.start >= instruction.span.start && span.end <= instruction.span.end);
  if (!isAll || !isOwn || command.wrappers.length > 0)
    return withheld(`"${shown}" is not all that the container starts`);
  const manifest = manifestAt(model, stage, context);
  const scripts = packageScripts(manifest);
  if (scripts === undefined) return withheld('the package.json in the working directory cannot be read');
  const text = scripts[name];
  if (typeof text !== 'string') {
    // npm's own default.
    return withheld(`package.json has no script "${name}"`);
  }
  const around = [`pre${name}`, `post${name}`].find((other) => scripts[other] !== undefined);
  if (around !== undefined) return withheld(`package.json has a script "${around}" that runs with it`);
  if (context?.exists('.pnp.cjs') === true) return withheld('Yarn resolves the modules (Plug and Play)');
  const parts = text.trim().split(/\s+/);
  if (parts[0] !== 'node' || /[^\w\s./@:=,+-]/.test(text))
    return withheld(`the script "${name}" is "${text}", which is more than node and a file`);
  return {
    kind: 'edit',
    edit: replace(instruction.body.span, `[${parts.map((part) => JSON.stringify(part)).join(', ')}]`),
    command: parts.join(' '),
  };
}

/** The package.json that a COPY puts into the directory in which the container starts. */
function manifestAt(model: DockerfileModel, stage: Stage, context: BuildContext | undefined): string | undefined {
  const { workdir } = model.finalState(stage);
  if (workdir === undefined) return undefined;
  for (const instruction of stage.instructions.toReversed()) {
    const copy = model.copyOf(instruction);
    if (copy?.from.kind !== 'context' || copy.destinationPath === undefined) continue;
    for (const { path } of copy.sources) {
      if (path === undefined) continue;
      const isManifest = /(?:^|\/)package[^/]*\.json$/.test(path);
      const found = isManifest
        ? path.replace(/[^/]*$/, 'package.json')
        : joinPath(`/${path}`, 'package.json')?.slice(1);
      const isHere = isManifest && !copy.isDirectory ? joinPath(workdir, 'package.json') : workdir;
      if (found === undefined || copy.destinationPath.replace(/(?<=.)\/$/, '') !== isHere) continue;
      const text = context?.read(found);
      if (text !== undefined && context?.ignores(found) !== true) return text;
    }
  }
  return undefined;
}
