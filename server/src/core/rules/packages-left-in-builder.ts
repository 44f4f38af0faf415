import { defineRule } from '../lint/rule';
import { packagesWithCommand } from '../knowledge/python-packages';
import { stageChain } from '../model/configuration';
import { startCommands } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import { isPip } from '../model/pip';
import { hasOnlyPlainSteps, hasPlainBase } from '../model/plain-steps';
import type { CopyOperation, Stage } from '../model/stage';
import { commandsOfChain, stageCopies, virtualEnvironments } from '../model/stage-artifacts';
import type { Instruction } from '../syntax/dockerfile';
import { cover } from '../text/span';

export default defineRule({
  id: 'packages-left-in-builder',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  summary: 'What pip installs in a builder is not copied to the stage that runs Python.',
  docs: `
pip writes to the \`site-packages\` of the interpreter, not to the application's directory. Where the last stage copies only
that directory from the builder, the packages stay behind, and the start ends with "No module named ...".

It is reported where the last stage starts Python, installs no Python package itself, and copies nothing that could hold
the packages: no virtual environment, no \`site-packages\`, no wheels, no \`--target\` or \`--prefix\` directory.

**When to ignore:** where the application needs none of the packages at run time.

**The cure** is a virtual environment (\`python -m venv /opt/venv\`), which is copied as one directory.
`,
  needs: ['pip', 'pip2', 'pip3'],
  fixes: 'never',
  examples: [
    {
      bad: 'FROM python:3.13-slim AS builder\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=builder /app /app\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim AS builder\nWORKDIR /app\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nCOPY . .\nRUN pip install -r requirements.txt\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=builder /app /app\nCOPY --from=builder /opt/venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nCMD ["python", "app.py"]\n',
    },
  ],
  *check({ model }) {
    const final = model.finalStage;
    if (final === undefined || !hasPlainBase(final) || !startsPython(model, final) || !bringsNoPackages(model, final))
      return;
    const copies = stageCopies(model).filter(({ to }) => to.isShipped);
    for (const builder of new Set(copies.map(({ from }) => from))) {
      if (!hasPlainBase(builder) || virtualEnvironments(model, builder).length > 0 || movesPackages(model, builder))
        continue;
      const installs = stageChain(builder)
        .flatMap(({ instructions }) => instructions)
        .flatMap((instruction) =>
          model.packageOperationsOf(instruction).map((operation) => ({ instruction, operation })),
        )
        .filter(({ operation }) => operation.manager.kind === 'language' && operation.action === 'install');
      // Anything but a plain `pip install` may put packages into what is copied.
      if (installs.length === 0 || !installs.every((install) => isPlainInstall(model, install))) continue;
      const install = installs.find(({ operation }) => installsForRunTime(operation));
      const copy = copies.find(({ from }) => from === builder);
      const nameSpan = install?.operation.command.nameWord?.span;
      const verb = install?.operation.verb;
      if (copy === undefined || nameSpan === undefined || verb === undefined) continue;
      const paths = [...new Set(copies.filter(({ from }) => from === builder).map(({ path }) => path))];
      yield {
        span: cover(nameSpan, verb.span),
        message: `What pip installs here stays in this stage: the last one copies only ${paths.join(' and ')} from it, and starts Python.`,
        related: [{ span: copy.word.span, message: 'Only this is copied.' }],
      };
    }
  },
});

function startsPython(model: DockerfileModel, stage: Stage): boolean {
  const [start] = startCommands(model, stage);
  if (start === undefined) return false;
  const [program = '', ...rest] = start.argv;
  if (/python3?$/.test(stage.facts?.config.entrypoint?.[0] ?? '')) return program.endsWith('.py');
  if (program.includes('/') && !/^\/usr\/(?:local\/)?bin\/[\w.-]+$/.test(program)) return false;
  const name = program.slice(program.lastIndexOf('/') + 1);
  return /^python[\d.]*$/.test(name) ? rest.length > 0 : packagesWithCommand(name).length > 0;
}

/** No step installs Python packages, and no copy could hold any. */
function bringsNoPackages(model: DockerfileModel, stage: Stage): boolean {
  if (!hasOnlyPlainSteps(model, stage)) return false;
  const instructions = stageChain(stage).flatMap((one) => one.instructions);
  if (model.finalState(stage).env.has('PYTHONPATH')) return false;
  return instructions.every((instruction) => {
    const copy = model.copyOf(instruction);
    return (
      (copy === undefined || !mayHoldPackages(copy)) &&
      model.packageOperationsOf(instruction).every(({ manager, action, operands }) => {
        if (action !== 'install') return true;
        const isOfPython = ({ value }: { value: string | undefined }): boolean =>
          value === undefined ||
          /^(?:lib)?(?:python|py)[\d.]*-(?!pip|venv|dev|minimal|distutils|setuptools|wheel)/.test(value);
        return manager.kind === 'os' && !operands.some(isOfPython);
      })
    );
  });
}

function mayHoldPackages({ from, sources, destinationPath }: CopyOperation): boolean {
  if (from.kind === 'unknown' || from.kind === 'image') return true;
  // The build context may hold packages too, but not those of the builder.
  if (from.kind === 'context') return /site-packages|dist-packages|venv/.test(destinationPath ?? 'venv');
  return sources.some(
    ({ path }) =>
      path === undefined ||
      path === '' ||
      /[*?[]/.test(path) ||
      /^usr(?:$|\/(?!src\/))|^(?:lib\d*|root|home)(?:\/|$)|(?:site|dist)-packages|venv|\.local|wheel/.test(path),
  );
}

/** A step takes the packages elsewhere, or into an archive. */
function movesPackages(model: DockerfileModel, stage: Stage): boolean {
  return commandsOfChain(model, stage).some(
    ({ command: { name, args } }) =>
      name === undefined ||
      /^(?:shiv|pex|pyinstaller|nuitka\d?|conda.*|mamba|poetry|pdm|pipenv)$/.test(name) ||
      (/^(?:cp|mv|tar|rsync|ln|install|zip)$/.test(name) &&
        args.some(({ text }) => /packages|\/lib|\/usr|\$/.test(text))) ||
      args.some(({ text }) => /^(?:zipapp|PyInstaller|nuitka)$/.test(text)),
  );
}

function isPlainInstall(
  model: DockerfileModel,
  { instruction, operation }: { readonly instruction: Instruction; readonly operation: PackageOperation },
): boolean {
  const { env, user } = model.stateBefore(instruction);
  // Without rights pip installs below the home directory, which may be what is copied.
  if (user.isRoot !== true) return false;
  if (
    ['PIP_TARGET', 'PIP_PREFIX', 'PIP_USER', 'PYTHONUSERBASE', 'PIP_ROOT', 'VIRTUAL_ENV'].some((name) => env.has(name))
  )
    return false;
  return (
    isPip(operation) &&
    operation.subcommand === 'install' &&
    !(operation.command.nameWord?.value?.replace(/^\/usr\/(?:local\/)?bin\//, '') ?? '/').includes('/') &&
    !operation.hasOption(['-t', '--target', '--prefix', '--root', '--user', '-e', '--editable'])
  );
}

const TOOLS =
  /^(?:pip|setuptools|wheel|build|poetry.*|pipenv|pdm|uv|hatch.*|twine|virtualenv|pip-tools|pyinstaller|nuitka|cython|mkdocs.*|sphinx.*|pytest.*|coverage|mypy.*|flake8.*|pylint|black|ruff|isort|tox|nox|bandit|grpcio-tools|conan|meson|ninja|cmake|awscli|shiv|pex|types-.*)(?:[=<>~!\[].*)?$/;

/** Tools of the build are left behind on purpose. */
function installsForRunTime(operation: PackageOperation): boolean {
  const files = operation.options.filter(({ name }) => name === '-r' || name.startsWith('--requirement'));
  return (
    files.some(({ value }) => !/dev|test|lint|doc|build|ci\b/i.test(value ?? 'dev')) ||
    operation.operands.some(({ value }) => value !== undefined && /^[A-Za-z]/.test(value) && !TOOLS.test(value))
  );
}
