import { joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand, ShellWord } from '../../shell/shell';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { directoryAt, type Source, type SourceRun } from '../source';

/** A site that Ruby generates and a web server serves: the pages move, Ruby stays. */
const recipe: Recipe = {
  id: 'ruby-site',
  summary:
    'Jekyll and its like beside a web server: the runtime gets the generated pages and the server, without Ruby.',
  detect: (source) => (startsServer(source) ? generations(source)[0]?.command.span : undefined),
  draft,
};

export default recipe;

/** Where generators write without an option that says otherwise (their documentation). */
const OUTPUT: ReadonlyMap<string, string> = new Map([
  ['jekyll', '_site'],
  ['middleman', 'build'],
  ['nanoc', 'output'],
  ['bridgetown', 'output'],
]);

const SERVERS = /^(?:nginx|httpd|httpd-foreground|apache2|apache2ctl|apachectl|lighttpd|caddy)$/;

interface Generation {
  readonly run: SourceRun;
  readonly command: ShellCommand;
  readonly output: string | undefined;
}

/** The container starts a web server and nothing of Ruby's. */
function startsServer({ started, facts }: Source): boolean {
  if (started.length === 0) return facts.family === 'nginx' || facts.family === 'httpd';
  return started.every(({ name }) => name !== undefined && (SERVERS.test(name) || name === 'exec'));
}

function generations(source: Source): readonly Generation[] {
  return source.runs.flatMap((run) =>
    run.script.commands.flatMap((command) => {
      const words = command.args.map((word) => textOf(source, run, word));
      const isExec = /^bundler?$/.test(command.name ?? '') && words[0] === 'exec';
      const [tool, ...rest] = isExec ? words.slice(1) : [command.name ?? '', ...words];
      const usual = OUTPUT.get(tool ?? '');
      if (usual === undefined || !/^(?:build|b|compile)?$/.test(rest.find((word) => !word.startsWith('-')) ?? ''))
        return [];
      const at = rest.findIndex((word) => /^(?:-d|--destination|--build-dir|--output)(?:=|$)/.test(word));
      const named = at === -1 ? usual : (rest[at]?.split('=')[1] ?? rest[at + 1] ?? usual);
      return [{ run, command, output: joinPath(directoryAt(source.model, run.instruction, command), named) }];
    }),
  );
}

function textOf({ model }: Source, { instruction }: SourceRun, word: ShellWord): string {
  return word.value ?? model.expandAt(word.text.replace(/["']/g, ''), instruction) ?? word.text;
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const generated = generations(source)[0];
  const output = generated?.output;
  if (generated === undefined || output === undefined)
    return refuse('R17', 'Nothing tells where the site is generated to.', generated?.command.span);
  const pages = placedPages(source, output) ?? output;
  const runtimes = sameLanguageBases(source, options.runtime ?? 'auto');
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `The runtime "${options.runtime ?? 'auto'}" has not the web server of "${source.baseText}".`,
      source.stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  return {
    runtimes,
    buildReason: (command) => buildReason(source, command, generated, pages),
    prologue: [],
    epilogue: [],
    artefacts: [
      {
        lines: [`COPY --from=${builder} ${pages} ${pages}`],
        why: 'The generated pages, where the web server looks for them.',
      },
    ],
    artefactsAt: 'last-build',
    copyReason: (copy) => copyReason(source, copy, generated),
    packages: [],
    scan: [],
    isBuildOnlyPackage: (name) =>
      /^(?:ruby[\d.]*(?:-(?:dev|full|bundler|rdoc|json|bigdecimal|io-console|irb|etc|webrick))?|bundler|jekyll|zlib1g-dev|libffi-dev|libxml2-dev|libxslt1?-dev|nodejs|npm|git)$/.test(
        name,
      ),
    assumptions: [
      { message: `The web server serves ${pages} alone: sources and gems of the site stay in the builder.` },
    ],
    droppedTools: ['jekyll', 'bundle', 'gem'],
    droppedFiles: ['/usr/local/bundle', '/var/lib/gems', '/usr/lib/ruby/gems', ...(pages === output ? [] : [output])],
  };
}

/** Where a later step copies or moves the pages to. */
function placedPages(source: Source, output: string): string | undefined {
  for (const run of source.runs) {
    for (const command of run.script.commands) {
      if (!/^(?:cp|mv|rsync)$/.test(command.name ?? '')) continue;
      const directory = directoryAt(source.model, run.instruction, command);
      const words = command.args.map((word) => textOf(source, run, word)).filter((word) => !word.startsWith('-'));
      const from = words[0] === undefined ? undefined : joinPath(directory, words[0].replace(/\/(?:\*|\.)?$/, ''));
      const to = words[1] === undefined ? undefined : joinPath(directory, words[1].replace(/(?<=.)\/$/, ''));
      if (words.length === 2 && from === output) return to;
    }
  }
  return undefined;
}

function buildReason(
  source: Source,
  command: ShellCommand,
  { run, command: generating }: Generation,
  pages: string,
): string | undefined {
  const { name = '' } = command;
  if (/^(?:gem|bundler?|rake|npm|yarn)$/.test(name) || OUTPUT.has(name) || command === generating)
    return 'generates the site, of which the runtime gets the pages';
  const own = source.runs.find(({ script }) => script.commands.includes(command));
  if (own === undefined || !/^(?:cp|mv|rsync)$/.test(name)) return undefined;
  const directory = directoryAt(source.model, own.instruction, command);
  const last = command.args.at(-1);
  const target =
    last === undefined ? undefined : joinPath(directory, textOf(source, own, last).replace(/(?<=.)\/$/, ''));
  return target === pages && own.instruction.index >= run.instruction.index
    ? 'puts the pages in their place'
    : undefined;
}

/** Sources of the site: everything that is copied to where it is generated. */
function copyReason(source: Source, copy: CopyOperation, { run, command }: Generation): string | undefined {
  const root = directoryAt(source.model, run.instruction, command);
  const target = copy.destinationPath;
  if (copy.from.kind !== 'context' || target === undefined || root === undefined || root === '/') return undefined;
  const isSource = target === root || target.startsWith(`${root}/`);
  return isSource ? 'only the generator reads it' : undefined;
}
