import type { BuildContext } from '../context/build-context';
import { normalisedName } from '../knowledge/python-packages';
import { insertLinesAfter } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { originOf } from '../model/context-origin';
import { startCommands } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import { baseName, directoryOf, isWithin, joinPath } from '../model/paths';
import { hasOnlyPlainSteps } from '../model/plain-steps';
import { pythonInstalls } from '../model/python-installs';
import { flaskDirectories, importedModules } from '../model/python-source';
import type { CopyOperation, Stage } from '../model/stage';

export default defineRule({
  id: 'imported-module-not-copied',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'The module that is started is copied without the modules that it imports.',
  docs: `
\`COPY app.py .\` copies one file. Where \`app.py\` imports \`models\`, and \`models.py\` lies beside it in the build context, the
image builds, and the container ends with "No module named 'models'". A Flask application misses its \`templates/\` and
\`static/\` in the same way, one request later.

The build context is read for it: the module that \`python\`, \`gunicorn\`, \`uvicorn\`, \`celery\` or \`flask\` starts, its imports
at the top level, and those of the modules it imports. It is reported where such a module exists beside the one that
imports it, and no COPY brings it.

**When to ignore:** where the module is mounted when the container starts.

**The fix** copies what is missing.
`,
  needs: ['COPY', 'ADD'],
  fixes: 'always',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py models.py ./\nCMD ["python", "app.py"]\n',
      context: { 'app.py': 'import models\n', 'models.py': '' },
    },
  ],
  *check({ file, model, context }) {
    const stage = model.finalStage;
    if (stage === undefined || context === undefined || !hasOnlyPlainSteps(model, stage)) return;
    const entry = entryPath(model, stage);
    const origin = entry === undefined ? undefined : originOf(model, stage, entry.path, context);
    if (entry === undefined || origin?.kind !== 'context' || !origin.isNamed) return;
    const missing = missingFiles(model, stage, context, entry);
    const [first] = missing;
    if (first === undefined) return;
    const { copy, source } = origin;
    const names = missing.map(({ path }) => path).join(', ');
    yield {
      span: source.word.span,
      message: `${first.user} ${first.isData ? 'uses' : 'imports'} ${first.name}, and no COPY brings ${names}.`,
      fixes: [
        {
          title: `Copy ${names} too`,
          applicability: 'review',
          because: 'The files come from the build context as they are, whatever else they hold.',
          edits: [
            insertLinesAfter(
              file,
              copy.instruction,
              missing.map((one) => copyLine(copy, one)),
            ),
          ],
        },
      ],
    };
  },
});

interface MissingFile {
  /** As its user names it. */
  readonly name: string;
  /** In the build context, a directory with `/` at the end. */
  readonly path: string;
  /** Where the image needs it. */
  readonly target: string;
  /** The file that needs it. */
  readonly user: string;
  readonly isData: boolean;
}

function copyLine({ instruction }: CopyOperation, { path, target }: MissingFile): string {
  const flags = instruction.flags.flatMap(({ name, value }) =>
    (name === 'chown' || name === 'chmod') && value !== undefined ? [`--${name}=${value} `] : [],
  );
  const isJson = /\s/.test(`${path}${target}`);
  const words = [path, path.endsWith('/') ? `${target}/` : target];
  return `COPY ${flags.join('')}${isJson ? JSON.stringify(words) : words.join(' ')}`;
}

interface Entry {
  /** The module that the container starts, as a path of the image. */
  readonly path: string;
  /** Where Python looks for modules: the directory of a script, else the working directory. */
  readonly top: string;
}

function entryPath(model: DockerfileModel, stage: Stage): Entry | undefined {
  const start = startCommands(model, stage).find(({ argv }) => argv.length > 0);
  const { env, workdir } = model.finalState(stage);
  if (start === undefined || workdir === undefined || env.has('PYTHONPATH')) return undefined;
  const [program = '', ...args] = start.argv;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (args.some((word) => /^--(?:chdir|app-dir|pythonpath|workdir)\b|^cd$/.test(word))) return undefined;
  const module = moduleWord(name, args, env)?.split(':')[0]?.replace(/\.py$/, '').replaceAll('.', '/');
  if (module !== undefined) return { path: joinPath(workdir, `${module}.py`) ?? workdir, top: workdir };
  const script = args.find((word) => !/^-[a-zA-Z]+$/.test(word));
  if (!/^python[\d.]*$/.test(name) || script?.endsWith('.py') !== true || args[args.indexOf(script) - 1] === '-m')
    return undefined;
  const path = joinPath(workdir, script) ?? workdir;
  return { path, top: directoryOf(path) };
}

function moduleWord(
  name: string,
  args: readonly string[],
  env: ReadonlyMap<string, string | undefined>,
): string | undefined {
  if (/^(?:gunicorn|uvicorn|hypercorn|daphne|waitress-serve|granian)$/.test(name))
    return args.find((word) => /^[A-Za-z_][\w.]*:[A-Za-z_]\w*(?:\(\))?$/.test(word));
  if (name === 'flask') {
    const flag = args.findIndex((word) => word === '--app' || word === '-A');
    const attached = args.find((word) => word.startsWith('--app='))?.slice('--app='.length);
    const named = attached ?? (flag === -1 ? env.get('FLASK_APP') : args[flag + 1]);
    if (env.has('FLASK_APP') && named === undefined) return undefined;
    return /^[A-Za-z_][\w.]*(?::\w+)?$/.test(named ?? 'app') ? (named ?? 'app') : undefined;
  }
  if (/^python[\d.]*$/.test(name) && args[0] === '-m') {
    if (/^(?:gunicorn|uvicorn|hypercorn|flask)$/.test(args[1] ?? ''))
      return moduleWord(args[1] ?? '', args.slice(2), env);
    return /^[A-Za-z_]\w*$/.test(args[1] ?? '') ? args[1] : undefined;
  }
  return undefined;
}

/** How many modules are followed. */
const MAX_MODULES = 50;

/** What the module at `entry` and those it imports need and the image lacks. */
function missingFiles(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  { path: entry, top }: Entry,
): readonly MissingFile[] {
  const missing = new Map<string, MissingFile>();
  const first = originOf(model, stage, entry, context);
  const queue = first.kind === 'context' ? [{ module: entry, path: first.path }] : [];
  const seen = new Set([entry]);
  const topFolder =
    first.kind === 'context' ? folderOf(first.path, entry.slice(top === '/' ? 1 : top.length + 1)) : undefined;
  const destinations = stageChain(stage).flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => {
      const copy = model.copyOf(instruction);
      return copy === undefined ? [] : [copy.destinationPath ?? top];
    }),
  );
  for (const { module, path: user } of queue) {
    const text = context.read(user);
    if (text === undefined || seen.size > MAX_MODULES) continue;
    const beside: Place = { directory: directoryOf(module), folder: folderOf(user, baseName(user)) ?? '' };
    const need = ({ directory, folder }: Place, name: string, path: string, isData: boolean): void => {
      const own = `${folder}${path}`;
      const target = joinPath(directory, path.replace(/\/$/, ''));
      if (target === undefined || context.ignores(own.replace(/\/$/, ''))) return;
      const origin = originOf(model, stage, target, context);
      const isAbsent = origin.kind === 'absent';
      // A part of the directory may be all that is needed, and a directory above it is copied as a whole.
      if (isAbsent && destinations.some((one) => isWithin(one, target))) return;
      if (isAbsent && ![...missing.values()].some((one) => isWithin(target, one.target)))
        missing.set(own, { name, path: own, target, user, isData });
      if (isData || origin.kind === 'unknown') return;
      const next = path.endsWith('/') ? `${target}/__init__.py` : target;
      const source = (origin.kind === 'context' ? origin.path : own).replace(/\/$/, '');
      if (!seen.has(next)) queue.push({ module: next, path: path.endsWith('/') ? `${source}/__init__.py` : source });
      seen.add(next);
    };
    for (const { name, isRelative } of importedModules(text)) {
      const place = isRelative ? beside : topFolder === undefined ? undefined : { directory: top, folder: topFolder };
      if (place === undefined) continue;
      // A package wins over a module of its name.
      if (isPackage(context, `${place.folder}${name}`)) need(place, name, `${name}/`, false);
      else if (context.exists(`${place.folder}${name}.py`)) need(place, name, `${name}.py`, false);
    }
    for (const name of flaskDirectories(text))
      if ((context.list(`${beside.folder}${name}`) ?? []).length > 0) need(beside, name, `${name}/`, true);
  }
  // A package of the distribution, or a requirement, may have the name too.
  const chain = stageChain(stage);
  const operands = chain.flatMap(({ instructions }) =>
    instructions.flatMap((instruction) =>
      model.packageOperationsOf(instruction).flatMap((operation) => operation.operands),
    ),
  );
  const required = new Set(
    pythonInstalls(model, chain, context)?.requirements.map(({ name }) => normalisedName(name)) ?? [],
  );
  return [...missing.values()].filter(
    ({ name, isData }) =>
      isData || !(required.has(normalisedName(name)) || operands.some(({ text }) => text.includes(name))),
  );
}

/** A directory of the image, and the one of the build context that it comes from, with `/` at the end. */
interface Place {
  readonly directory: string;
  readonly folder: string;
}

/** `path` without `tail` at its end; empty or with `/` at the end. */
function folderOf(path: string, tail: string): string | undefined {
  const isBelow = path === tail || path.endsWith(`/${tail}`);
  return isBelow ? path.slice(0, path.length - tail.length) : undefined;
}

function isPackage(context: BuildContext, directory: string): boolean {
  return context.list(directory)?.some((entry) => entry.endsWith('.py')) === true;
}
