import { packagesProviding } from '../knowledge/os-packages';
import { mayBring } from '../knowledge/python-dependencies';
import { normalisedName, packagesWithCommand } from '../knowledge/python-packages';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { startCommands, type StartCommand } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import { hasOnlyPlainSteps, hasPlainBase } from '../model/plain-steps';
import { isWithin } from '../model/paths';
import { pythonInstalls } from '../model/python-installs';
import type { Stage } from '../model/stage';
import { virtualEnvironments } from '../model/stage-artifacts';
import type { ShellWord } from '../shell/shell';

export default defineRule({
  id: 'start-command-not-installed',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'The container starts a Python program that no step installs.',
  docs: `
\`gunicorn\`, \`uvicorn\`, \`celery\` or \`flask\` come with a package of the same name. Where it is missing among the
requirements, the image builds, and the container ends at once with "executable file not found in $PATH".

It is reported where the base image is known, all that the file installs can be read (the requirement files in the build
context too, with those they include), nothing else could bring the program, and no requirement is known to depend on it.

**When to ignore:** where a package that is asked for brings the program along.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "app:app"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt gunicorn==23.0.0\nCMD ["gunicorn", "app:app"]\n',
      context: { 'requirements.txt': 'flask==3.1.2\n', 'app.py': '' },
    },
  ],
  *check({ model, context }) {
    const stage = model.finalStage;
    if (stage === undefined || !model.stages.filter(isRead).every(hasPlainBase)) return;
    const [start] = startCommands(model, stage);
    const program = start === undefined ? undefined : programOf(start);
    if (program === undefined || !model.stages.filter(isRead).every((one) => hasOnlyPlainSteps(model, one))) return;
    const brought = packagesWithCommand(program.name);
    if (mayComeOtherwise(model, stage, program.name, brought)) return;
    const installs = pythonInstalls(model, model.stages.filter(isRead), context);
    if (installs === undefined) return;
    const isBrought = brought.some((name) =>
      installs.isWhole
        ? installs.requirements.some((requirement) => normalisedName(requirement.name) === name)
        : installs.requirements.some((requirement) => mayBring(requirement, name)),
    );
    if (isBrought) return;
    yield {
      span: program.word.span,
      message: `${program.name} is started, and ${installs.requirements.length === 0 ? 'nothing installs it' : 'it is not among what is installed'}.`,
    };
  },
});

/** Programs that people start containers with; what else a package brings is seldom the start. */
const PROGRAMS =
  /^(?:gunicorn|uvicorn|hypercorn|daphne|waitress-serve|granian|uwsgi|flask|fastapi|sanic|celery|rq|dramatiq|streamlit|supervisord|honcho|ddtrace-run|newrelic-admin)$/;

function programOf({
  command,
  words,
  argv,
}: StartCommand): { readonly name: string; readonly word: ShellWord } | undefined {
  const [first = '', flag, module] = argv;
  const isModule = /(?:^|\/)python[\d.]*$/.test(first) && flag === '-m';
  const name = isModule ? module : first.replace(/^\/usr\/local\/bin\//, '');
  const word = words[isModule ? 2 : 0];
  if (name === undefined || word?.value === undefined || command.isConditional || !PROGRAMS.test(name))
    return undefined;
  return { name, word };
}

function isRead({ isReachable }: Stage): boolean {
  return isReachable;
}

/** The base image, a package of the distribution, a copy, or a directory of PATH may hold it. */
function mayComeOtherwise(
  model: DockerfileModel,
  final: Stage,
  program: string,
  distributions: readonly string[],
): boolean {
  const stages = model.stages.filter(isRead);
  const instructions = stages.flatMap((one) => one.instructions);
  const names = [program, ...distributions, ...packagesProviding(program)];
  const isCopied = instructions.some((instruction) => {
    const copy = model.copyOf(instruction);
    if (copy === undefined) return false;
    if (copy.from.kind === 'image' || copy.from.kind === 'unknown') return true;
    const path = copy.destinationPath?.replace(/(?<=.)\/+$/, '');
    if (path === undefined) return true;
    // The build context may hold anything.
    return (
      copy.from.kind === 'context' &&
      /^\/(?:usr(?:\/local)?(?:\/s?bin|\/lib.*)?|s?bin|opt)?$/.test(path) &&
      path !== '/'
    );
  });
  const isPackaged = instructions.some((instruction) =>
    model
      .packageOperationsOf(instruction)
      .some(
        ({ manager, action, operands }) =>
          manager.kind === 'os' &&
          action === 'install' &&
          operands.some(({ value }) => value === undefined || names.some((name) => value.includes(name))),
      ),
  );
  const environments = stages.flatMap((one) => virtualEnvironments(model, one));
  const path = stageChain(final).some(({ instructions: own }) =>
    own.some(({ keyword, pairs }) => keyword === 'ENV' && pairs.some(({ key }) => key === 'PATH')),
  )
    ? (model.finalState(final).env.get('PATH') ?? '/unknown')
    : '';
  const isOnOwnPath = path
    .split(':')
    .some(
      (directory) =>
        directory !== '' &&
        !/^\/(?:usr\/(?:local\/)?)?s?bin$|\/\.local\/bin$/.test(directory) &&
        !environments.some((environment) => isWithin(directory, environment)),
    );
  return isCopied || isPackaged || isOnOwnPath;
}
