import type { ShellCommand } from '../shell/shell';
import type { Instruction, Word } from '../syntax/dockerfile';
import { stageChain } from './configuration';
import type { DockerfileModel } from './model';
import { baseName, isWithin, joinPath } from './paths';
import { remembered } from './remembered';
import type { CopyOperation, Stage } from './stage';

/** What a copy between stages moves that depends on the C library or the interpreter it was made for. */
export type NativeContent =
  | { readonly kind: 'python-packages' }
  | { readonly kind: 'node-modules' }
  | { readonly kind: 'gems' }
  | { readonly kind: 'go-program'; readonly build: ShellCommand; readonly instruction: Instruction }
  | { readonly kind: 'program' };

/** One source of a `COPY --from=stage`. */
export interface StageCopy {
  readonly copy: CopyOperation;
  readonly word: Word;
  /** The source as an absolute path. */
  readonly path: string;
  readonly from: Stage;
  readonly to: Stage;
  /** `undefined` where the copied files run on any system, or nothing tells. */
  readonly content: NativeContent | undefined;
}

/** Returns the sources of all copies between stages whose paths are known. Several rules ask: they are read once. */
export function stageCopies(model: DockerfileModel): readonly StageCopy[] {
  return copiesOf(model, model.file);
}

const copiesOf = remembered(readCopies);

function readCopies(model: DockerfileModel): readonly StageCopy[] {
  return model.stages.flatMap((to) =>
    to.instructions.flatMap((instruction) => {
      const copy = model.copyOf(instruction);
      if (copy?.from.kind !== 'stage') return [];
      const from = copy.from.stage;
      return copy.sources.flatMap(({ word, path }): readonly StageCopy[] => {
        if (path === undefined) return [];
        const absolute = `/${path}`;
        return [{ copy, word, path: absolute, from, to, content: contentOf(model, from, to, absolute) }];
      });
    }),
  );
}

/** A command of a stage or one below it, with its instruction. */
export interface StageCommand {
  readonly command: ShellCommand;
  readonly instruction: Instruction;
}

/** Returns the commands of the RUN instructions of `stage` and the stages below it, in order. */
export const commandsOfChain: (model: DockerfileModel, stage: Stage) => readonly StageCommand[] =
  remembered(readCommands);

function readCommands(model: DockerfileModel, stage: Stage): readonly StageCommand[] {
  return stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => model.scriptOf(instruction).commands.map((command) => ({ command, instruction })));
}

/** Returns the directories of the Python virtual environments that `stage` and the stages below it create. */
export const virtualEnvironments: (model: DockerfileModel, stage: Stage) => readonly string[] =
  remembered(readVirtualEnvironments);

function readVirtualEnvironments(model: DockerfileModel, stage: Stage): readonly string[] {
  return commandsOfChain(model, stage).flatMap(({ command, instruction }) => {
    const words = command.args.map(({ value }) => value);
    const isModule =
      /^python[\d.]*$/.test(command.name ?? '') && words[0] === '-m' && /^(?:venv|virtualenv)$/.test(words[1] ?? '');
    const isTool =
      command.name === 'virtualenv' ||
      (command.name ?? '').startsWith('pyvenv') ||
      (command.name === 'uv' && words[0] === 'venv');
    if (!isModule && !isTool) return [];
    const operands = command.args.slice(isModule ? 2 : command.name === 'uv' ? 1 : 0).filter(({ text }, index, all) => {
      return !text.startsWith('-') && !/^(?:-p|--python|--prompt)$/.test(all[index - 1]?.text ?? '');
    });
    const target = operands.at(-1);
    if (target === undefined) return [];
    const text = model.expandAt(target.value ?? target.text.replace(/^"(.*)"$/, '$1'), instruction);
    const path = text === undefined ? undefined : joinPath(model.stateBefore(instruction).workdir, text);
    return path === undefined ? [] : [path];
  });
}

const ASSET =
  /\.(?:html?|css|js|mjs|json|ya?ml|toml|ini|conf|cfg|env|sh|py|pem|crt|key|jar|war|txt|md|sql|so|zip|gz|tmpl|tpl|map|wasm|proto|xml|properties|svg|png|ico)$|^\/etc\/|\/(?:zoneinfo|ssl|certs|templates?|static|public|assets|migrations?|configs?|conf|docs?|views|web|locales?|i18n|testdata|scripts|dist|html|www)(?:\/|$)/;

function contentOf(model: DockerfileModel, from: Stage, to: Stage, path: string): NativeContent | undefined {
  const commands = commandsOfChain(model, from);
  const language = from.facts?.language?.name;
  if (isPythonPath(model, from, path, commands)) return { kind: 'python-packages' };
  if (isNodeModules(model, to, path, commands)) return { kind: 'node-modules' };
  if (
    /\/bundle$|\/vendor\/bundle|\/gems$/.test(path) &&
    commands.some(({ command }) => /^(?:bundle|bundler|gem)$/.test(command.name ?? ''))
  )
    return { kind: 'gems' };
  if (ASSET.test(path)) return undefined;
  const go = commands.findLast(
    ({ command }) => command.name === 'go' && /^(?:build|install)$/.test(command.args[0]?.value ?? ''),
  );
  if (go !== undefined)
    return isGoOutput(model, go, path)
      ? { kind: 'go-program', build: go.command, instruction: go.instruction }
      : undefined;
  const isRust = commands.some(
    ({ command }) => command.name === 'cargo' && /^(?:build|install)$/.test(command.args[0]?.value ?? ''),
  );
  if (isRust) {
    const isMusl =
      path.includes('musl') ||
      stageChain(from).some((stage) =>
        stage.instructions.some(({ logical }) => /linux-musl|crt-static/.test(logical.text)),
      );
    return !isMusl && /\/target\/|\/\.?cargo\/bin(?:\/|$)/.test(path) ? { kind: 'program' } : undefined;
  }
  if (language !== undefined) return undefined;
  const isCompiled = commands.some(({ command }) =>
    /^(?:make|ninja|cmake|gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|meson)$/.test(command.name ?? ''),
  );
  const isStatic = commands.some(({ command }) => command.args.some(({ text }) => /-static\b/.test(text)));
  return isCompiled && !isStatic ? { kind: 'program' } : undefined;
}

function isPythonPath(model: DockerfileModel, from: Stage, path: string, commands: readonly StageCommand[]): boolean {
  const installs = commands.some(({ instruction }) =>
    model
      .packageOperationsOf(instruction)
      .some(
        ({ manager, action }) =>
          action === 'install' && /^(?:pip|pip3|uv|poetry|pipenv|pdm|conda|mamba)$/.test(manager.name),
      ),
  );
  if (/\/(?:site|dist)-packages(?:\/|$)/.test(path)) return true;
  if (!installs) return false;
  if (virtualEnvironments(model, from).some((venv) => isWithin(venv, path) || isWithin(path, venv))) return true;
  if (/^\/usr\/local(?:\/lib(?:\/python[\d.]*)?|\/bin)?$|^\/root\/\.local(?:\/|$)|\/\.venv(?:\/|$)/.test(path))
    return from.facts?.language?.name === 'Python';
  return commands.some(({ command }) =>
    command.args.some(
      ({ text }, index) =>
        text === `--prefix=${path}` ||
        text === `--target=${path}` ||
        (/^(?:--prefix|--target|-t)$/.test(command.args[index - 1]?.text ?? '') && text === path),
    ),
  );
}

function isNodeModules(model: DockerfileModel, to: Stage, path: string, commands: readonly StageCommand[]): boolean {
  if (to.facts?.language?.name !== 'Node.js') return false;
  return commands.some(({ instruction }) => {
    const installs = model
      .packageOperationsOf(instruction)
      .some(({ manager, action }) => action === 'install' && /^(?:npm|yarn|pnpm|bun)$/.test(manager.name));
    const { workdir } = model.stateBefore(instruction);
    if (!installs || workdir === undefined || workdir === '/') return false;
    return path === workdir || isWithin(path, `${workdir}/node_modules`);
  });
}

function isGoOutput(model: DockerfileModel, { command, instruction }: StageCommand, path: string): boolean {
  const { args } = command;
  const flag = args.findIndex(({ value }) => value === '-o');
  const attached = args.find(({ value }) => value?.startsWith('-o=') ?? false)?.value?.slice(3);
  const output = attached ?? (flag === -1 ? undefined : args[flag + 1]?.value);
  const { workdir } = model.stateBefore(instruction);
  if (output !== undefined) {
    const target = joinPath(workdir, output);
    return (
      target !== undefined && (isWithin(path, target) || (isWithin(target, path) && path !== '/' && path !== workdir))
    );
  }
  if (args[0]?.value === 'install') return isWithin(path, '/go/bin');
  return workdir !== undefined && isWithin(path, workdir) && path !== workdir && !baseName(path).includes('.');
}

/** Tells whether `build` makes a program that needs no C library: CGO_ENABLED=0, static linking or the pure Go resolver. */
export function isStaticGoBuild(model: DockerfileModel, build: ShellCommand, instruction: Instruction): boolean {
  const { env, args } = model.stateBefore(instruction);
  if (env.get('CGO_ENABLED') === '0' || args.get('CGO_ENABLED') === '0') return true;
  if (env.has('CGO_ENABLED') && env.get('CGO_ENABLED') === undefined) return true;
  const isOff = ({ name, value }: { name: string; value: { text: string } | undefined }): boolean =>
    name === 'CGO_ENABLED' && !/^["']?1["']?$/.test(value?.text ?? '');
  if (build.assignments.some(isOff)) return true;
  if (build.args.some(({ text }) => /-static\b|netgo|static_build/.test(text))) return true;
  return model
    .scriptOf(instruction)
    .commands.some(
      (command) =>
        (command.name === 'export' && command.args.some(({ text }) => /^CGO_ENABLED=["']?0/.test(text))) ||
        (command.name === 'go' &&
          command.args[0]?.value === 'env' &&
          command.args.some(({ text }) => text.includes('CGO_ENABLED=0'))) ||
        (command.name === undefined && command.assignments.some(isOff)),
    );
}
