import { commandsOf, packageName } from '../../knowledge/os-packages';
import { isWithin } from '../../model/paths';
import type { PackageOperation } from '../../model/packages';
import { readDownloads, withVariables, type Downloads } from '../downloads';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import type { Source } from '../source';
import { startedNames } from '../started-names';

/** Tools and servers that the file fetches and unpacks: the runtime gets them, without archives and without what fetched them. */
const recipe: Recipe = {
  id: 'download',
  summary:
    'Tools and servers that are downloaded: a stage fetches and unpacks, the runtime gets what is needed of it, without archives, curl and unzip.',
  detect: ({ runs }) =>
    runs
      .flatMap(({ script }) => script.commands)
      .find(({ name = '' }) => /^(?:curl|wget|aria2c|git|tar|bsdtar|unzip)$/.test(name))?.span,
  takesUnknownBase: true,
  takesServices: true,
  isGeneral: true,
  draft,
};

export default recipe;

/** Packages whose programs fetch, check and unpack. */
const FETCHING_PACKAGES =
  /^(?:curl|wget|aria2|git|git-core|subversion|unzip|zip|p7zip(?:-full)?|xz|xz-utils|bzip2|gzip|tar|libarchive-tools|gnupg\d?|gpg|dirmngr|jq|coreutils)$/;

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const downloads = readDownloads(source);
  const { stage } = source;
  const choice = options.runtime ?? 'auto';
  if (downloads.outputs.length === 0)
    return refuse(
      'R1',
      'Nothing to separate: no step builds anything, and what the steps download cannot be told from what is there already, or is needed where it is.',
      stage.from.keywordSpan,
    );
  const dropped = toolsLeft(source, downloads);
  if (dropped.length === 0 && !downloads.isWaste)
    return refuse(
      'R1',
      'Nothing to separate: the steps that download leave no archive in the image, and every package that the file installs may be needed by the container.',
      stage.from.keywordSpan,
    );
  const isDistribution = /^(?:debian|ubuntu|alpine)$/.test(source.facts.family);
  // What else full images hold, the downloaded programs may be linked to.
  const runtimes = sameLanguageBases(source, choice).filter(({ text }) => isDistribution || text === source.baseText);
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `The runtime "${choice}" is another distribution than that of "${source.baseText}", which the downloaded programs were chosen for.`,
      stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const tools = new Set(dropped);
  return {
    runtimes,
    buildReason: (command) => downloads.reasonOf(command),
    prologue: [],
    epilogue: [],
    artefacts: downloads.outputs.map(({ path, why, owner }) => {
      const written = withVariables(source, path, downloads.first);
      const flag = owner === undefined ? '' : `--chown=${owner} `;
      return { lines: [`COPY --from=${builder} ${flag}${written} ${written}`], why };
    }),
    copyReason: ({ instruction }) =>
      downloads.archives.has(instruction) ? 'only the step that unpacks it reads it' : undefined,
    packages: certificates(source, dropped),
    leavesDownloads: true,
    scan: [],
    keepsPackages: true,
    isBuildOnlyPackage: (name) => tools.has(name),
    assumptions: [
      ...downloads.assumptions,
      ...(dropped.length === 0
        ? []
        : [
            {
              message: `What is downloaded does not call ${listed(dropped)}, and needs no shared library that only ${dropped.length === 1 ? 'this package brings' : 'these packages bring'} along.`,
            },
          ]),
    ],
    droppedTools: [],
    droppedFiles: downloads.left,
    allowances: { droppedCommands: downloads.dropped },
  };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

/** The packages that only the downloading steps use: nothing that stays in the runtime names their programs. */
function toolsLeft(source: Source, downloads: Downloads): readonly string[] {
  if (source.services !== undefined || startsUnknownScript(source, downloads)) return [];
  const used = new Set(downloads.commands.map(({ name }) => name));
  const needed = new Set([...startedNames(source), ...downloads.others.map(({ name }) => name)]);
  const installed = source.runs.flatMap(({ operations }) => [...operations.values()]).flatMap(osPackages);
  const isUsed = (name: string): boolean => {
    const commands = commandsOf(name) ?? [name];
    return commands.some((command) => used.has(command)) && !commands.some((command) => needed.has(command));
  };
  const left = installed.filter((name) => FETCHING_PACKAGES.test(name) && isUsed(name));
  // gpg asks key servers through it, and tar calls the programs that decompress.
  const along = installed.filter(
    (name) =>
      (name === 'dirmngr' && left.some((one) => one.startsWith('gnupg'))) ||
      (/^(?:xz|xz-utils|bzip2)$/.test(name) && used.has('tar') && !needed.has('tar')),
  );
  return [...new Set([...left, ...along])];
}

function osPackages({ manager, action, operands }: PackageOperation): readonly string[] {
  return manager.kind !== 'os' || action !== 'install'
    ? []
    : operands.flatMap(({ value }) => (value === undefined ? [] : [packageName(value)]));
}

/** A script of the build context, or a program of it, may call whatever the image has. */
function startsUnknownScript({ started, stage, model, context, facts }: Source, { outputs }: Downloads): boolean {
  const { workdir } = model.finalState(stage);
  const copies = stage.instructions.flatMap((instruction) => model.copyOf(instruction) ?? []);
  const words = started.flatMap(({ nameWord, args }) => [...(nameWord === undefined ? [] : [nameWord]), ...args]);
  const isCopied = words.some((word) => {
    const text = word.value ?? word.text;
    if (!text.includes('/') && !/\.\w+$/.test(text)) return false;
    const path = text.startsWith('/') ? text : `${workdir === '/' ? '' : (workdir ?? '')}/${text.replace(/^\.\//, '')}`;
    if (outputs.some((output) => isWithin(path, output.path))) return false;
    // Configuration that the program reads calls nothing.
    if (/\.(?:ya?ml|json|toml|ini|conf|cfg|properties|xml|txt|pem|crt)$/.test(text)) return false;
    return copies.some(({ destinationPath, sources }) => {
      const target = destinationPath?.replace(/(?<=.)\/$/, '');
      return (
        target !== undefined &&
        isWithin(path, target) &&
        !(
          context !== undefined && sources.some((one) => one.path !== undefined && context.read(one.path) !== undefined)
        )
      );
    });
  });
  return isCopied || (started.length === 0 && facts.family === 'unknown');
}

/** apt installs the certificates of the authorities along with the tools that fetch over TLS, unless it is told to leave out what is recommended. */
function certificates({ runs, facts }: Source, dropped: readonly string[]): Draft['packages'] {
  if (facts.packageManager !== 'apt' || !dropped.some((name) => /^(?:curl|wget|git)$/.test(name))) return [];
  const operations = runs.flatMap((run) => [...run.operations.values()]).filter(({ manager }) => manager.kind === 'os');
  const isNamed = operations.some((operation) => osPackages(operation).includes('ca-certificates'));
  const brings = operations.some(
    (operation) =>
      osPackages(operation).some((name) => /^(?:curl|wget|git)$/.test(name)) &&
      !operation.hasOption(['--no-install-recommends']) &&
      !operation.command.args.some(({ text }) => text.includes('Install-Recommends')),
  );
  return isNamed || !brings
    ? []
    : [{ name: 'ca-certificates', why: 'It came along with what fetched, and programs that speak TLS need it.' }];
}
