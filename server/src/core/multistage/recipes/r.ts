import { runtimePackagesFor } from '../../knowledge/os-packages';
import type { ShellCommand } from '../../shell/shell';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import type { Source } from '../source';

/** R: what `install.packages` compiles moves as the library that it is, to the same image without headers and compilers. */
const recipe: Recipe = {
  id: 'r',
  summary:
    'R: the packages that are installed move to the same image, as the site library that they are; compilers and headers stay behind.',
  detect: (source) => installsOf(source)[0]?.span,
  draft,
};

export default recipe;

/** Where R on Debian and the images of the Rocker project install packages (R_LIBS_SITE of r-base and rocker/r-ver). */
const SITE_LIBRARY = '/usr/local/lib/R/site-library';

const INSTALLERS = /^(?:install2|install|installGithub|installBioc|installRub|installDeps)\.r$/;
const INSTALLING =
  /install\.packages|install_(?:github|version|cran|local|url|git|bioc|deps|gitlab)|BiocManager::install|biocLite|pak::|pkg_install|renv::restore|packrat::restore|p_load/;

function installsOf({ runs }: Source): readonly ShellCommand[] {
  return runs.flatMap(({ script }) => script.commands).filter(isInstalling);
}

function isInstalling(command: ShellCommand): boolean {
  const { name = '', args } = command;
  if (INSTALLERS.test(name)) return true;
  if (!isR(command)) return false;
  const texts = args.map(({ text }) => text);
  return texts.some((text) => INSTALLING.test(text)) || (texts[0] === 'CMD' && texts[1] === 'INSTALL');
}

function isR({ name = '' }: ShellCommand): boolean {
  return /^(?:R|Rscript|r|littler)$/.test(name);
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { facts, stage, baseText, runs, file, model } = source;
  const choice = options.runtime ?? 'auto';
  const installs = installsOf(source);
  const line = ({ span }: ShellCommand): number => file.lines.lineAt(span.start) + 1;
  const knowsLibrary =
    facts.family === 'rocker' || facts.family === 'r-base' || /^(?:debian|ubuntu)$/.test(facts.family);
  const elsewhere = installs.find(({ args, name = '' }) =>
    args.some(
      ({ text }) =>
        /\blib\s*=|renv::restore|packrat::restore|^--library=?/.test(text) ||
        (text === '-l' && (INSTALLERS.test(name) || args.some(({ value }) => value === 'INSTALL'))),
    ),
  );
  const isMoved = /\b(?:R_LIBS(?:_USER|_SITE)?|RENV_PATHS_\w+|R_LIBS_SITE)\b/.test(
    stage.instructions
      .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
      .map(({ body }) => body.text)
      .join('\n'),
  );
  const [first] = installs;
  if (first === undefined)
    return refuse('R1', 'Nothing to separate: no step installs R packages.', stage.baseWord?.span);
  const unclear = elsewhere ?? (knowsLibrary && !isMoved ? undefined : first);
  if (unclear !== undefined)
    return refuse(
      'R17',
      `Nothing tells into which library line ${line(unclear)} installs R packages${elsewhere === undefined ? ` on "${baseText}"` : ''}.`,
      unclear.span,
    );
  const other = runs.find(
    ({ instruction, script }) =>
      model.stateBefore(instruction).user.isRoot === false && script.commands.some(isInstalling),
  );
  if (other !== undefined)
    return refuse(
      'R17',
      `Line ${line(first)} installs R packages as another user than root, into a library in its home directory.`,
      first.span,
    );
  const foreign = foreignBuild(source);
  if (foreign !== undefined)
    return refuse(
      'R15',
      `Line ${line(foreign)} builds with ${foreign.name ?? 'another tool'}, besides R: no recipe divides the two together.`,
      foreign.span,
    );
  if (choice !== 'auto')
    return refuse(
      'R17',
      `R and its packages are bound to "${baseText}": there is no other runtime for them.`,
      stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const isUnmapped = (name: string): boolean =>
    name.endsWith('-dev') && runtimePackagesFor(name, facts.distribution) === undefined;
  const hasUnmapped = runs.some(({ operations }) =>
    [...operations.values()].some(
      ({ manager, operands }) => manager.kind === 'os' && operands.some(({ value }) => isUnmapped(value ?? '')),
    ),
  );
  return {
    runtimes: [
      {
        text: baseText,
        isDistroless: false,
        why: 'The same base in both stages keeps R, its release and its libraries.',
      },
    ],
    buildReason: (command) => (isInstalling(command) ? 'installs and compiles R packages' : undefined),
    prologue: [],
    epilogue: [],
    artefacts: [
      {
        lines: [`COPY --from=${builder} ${SITE_LIBRARY} ${SITE_LIBRARY}`],
        why: 'The installed R packages, at the path where R looks for them.',
      },
    ],
    artefactsAt: 'last-build',
    copyReason: () => undefined,
    packages: [],
    scan: hasUnmapped ? [SITE_LIBRARY] : [],
    scansSameBase: hasUnmapped,
    isBuildOnlyPackage: isUnmapped,
    assumptions: [
      {
        message: `R packages are installed into ${SITE_LIBRARY}, the first library of this image; nothing installs more of them while the container runs.`,
      },
      ...(hasUnmapped
        ? [
            {
              message:
                'The tag does not tell the release of the distribution, so a step of the builder finds out which shared libraries the packages are linked to.',
            },
          ]
        : []),
    ],
    droppedTools: [],
    droppedFiles: ['/tmp/downloaded_packages'],
  };
}

function foreignBuild({ runs }: Source): ShellCommand | undefined {
  for (const { script, operations } of runs)
    for (const command of script.commands) {
      const manager = operations.get(command)?.manager;
      if (manager !== undefined && manager.kind !== 'os') return command;
      if (/^(?:make|cmake|conda|mamba|pip\d?|npm|yarn|cargo|go|mvn|gradle)$/.test(command.name ?? '')) return command;
    }
  return undefined;
}
