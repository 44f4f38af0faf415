import { nodesOfType, type ShellTree, type SyntaxNode, type Word, type WordPart } from '../shell/tree';
import { argumentsOf, programOf } from '../shell/splitting';
import type { DockerfileModel } from './model';
import type { RunScript } from './run-scripts';

/** What the text tells of a value: `one` word, several (`list`), or not decided. */
export type WordCount = 'one' | 'list' | 'unknown';

// Numbers, and what holds no white space in an image.
const PLAIN =
  /^(?:[#?$!-]|\d|UID|EUID|PPID|SHLVL|RANDOM|LINENO|OPTIND|SECONDS|BASHPID|COLUMNS|LINES|HOME|PWD|OLDPWD|USER|LOGNAME|HOSTNAME|SHELL|TERM|PATH|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT))$/;

/** Values of /etc/os-release that are one word. */
const RELEASE = /^(?:ID|VERSION_ID|VERSION_CODENAME|UBUNTU_CODENAME)$/;

/** Returns how many words the variable `name` makes where `run` expands it without quotes. */
export function wordCountOf(model: DockerfileModel, run: RunScript, name: string): WordCount {
  if (PLAIN.test(name)) return 'one';
  return countOf(name, { model, run, assigned: assignmentsOf(run.tree), visited: new Set() });
}

interface Search {
  readonly model: DockerfileModel;
  readonly run: RunScript;
  readonly assigned: ReadonlyMap<string, readonly (Word | undefined)[]>;
  readonly visited: Set<string>;
}

function countOf(name: string, search: Search): WordCount {
  if (PLAIN.test(name)) return 'one';
  if (search.visited.has(name)) return 'one';
  search.visited.add(name);
  const own = search.assigned.get(name);
  if (own !== undefined) return worst(own.map((value) => (value === undefined ? 'unknown' : countIn(value, search))));
  const { env, args } = search.model.stateBefore(search.run.instruction);
  const scope = env.has(name) ? env : args.has(name) ? args : undefined;
  if (scope === undefined) return RELEASE.test(name) ? 'one' : 'unknown';
  const value = scope.get(name);
  return value === undefined ? 'unknown' : textCount(value);
}

function textCount(value: string): WordCount {
  // What is half written, such as `${A`, may become anything.
  if (/\$\{[^}]*$/.test(value)) return 'unknown';
  return /[\s*?[]/.test(value) ? 'list' : 'one';
}

function worst(counts: readonly WordCount[]): WordCount {
  return counts.find((count) => count === 'list') ?? counts.find((count) => count === 'unknown') ?? 'one';
}

function countIn(word: Word, search: Search): WordCount {
  if (word.parts === undefined) return textCount(word.value);
  return worst(word.parts.map((part) => partCount(part, search)));
}

function partCount(part: WordPart, search: Search): WordCount {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return textCount(part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      return worst(part.parts.map((inner) => partCount(inner, search)));
    case 'SimpleExpansion':
      return countOf(part.text.slice(1), search);
    case 'ParameterExpansion':
      if (part.prefix === '#') return 'one';
      if (part.operation?.type === 'Default') {
        const operand = countIn(part.operation.operand, search);
        return part.operation.operator.endsWith('+') ? operand : worst([operand, countOf(part.parameter, search)]);
      }
      return countOf(part.parameter, search);
    case 'ArithmeticExpansion':
      return 'one';
    case 'CommandExpansion':
      return isOneWord(part.script) ? 'one' : 'unknown';
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return 'list';
    default:
      return 'unknown';
  }
}

const assignments = new WeakMap<object, ReadonlyMap<string, readonly (Word | undefined)[]>>();

/** What the script gives to each variable; `undefined` for what a command or an array does. */
function assignmentsOf(tree: ShellTree): ReadonlyMap<string, readonly (Word | undefined)[]> {
  const known = assignments.get(tree.root);
  if (known !== undefined) return known;
  const found = new Map<string, (Word | undefined)[]>();
  const add = (name: string, value: Word | undefined): void => {
    const values = found.get(name) ?? [];
    values.push(value);
    found.set(name, values);
  };
  for (const { node } of nodesOfType(tree, 'Assignment')) {
    add(node.name, node.value.type === 'Word' && node.index === undefined ? node.value : undefined);
  }
  for (const { node } of nodesOfType(tree, 'For')) {
    const values: readonly (Word | undefined)[] = node.wordlist ?? [undefined];
    for (const value of values) add(node.name.value, value);
  }
  for (const { node } of nodesOfType(tree, 'Command')) {
    if (!/^(?:read|mapfile|getopts|readarray)$/.test(programOf(node) ?? '')) continue;
    for (const { value } of argumentsOf(node)) if (/^[A-Za-z_]\w*$/.test(value)) add(value, undefined);
  }
  assignments.set(tree.root, found);
  return found;
}

// Programs that print one word, whatever their arguments.
const ONE_WORD = /^(?:nproc|arch|mktemp|whoami|pwd|getconf|logname|expr)$/;
const ONE_WORD_CALLS: readonly RegExp[] = [
  /^uname( -[imnoprs])?$/,
  /^dpkg(-architecture)? (--print-(foreign-)?architecture|-q\w+)/,
  /^apk --print-arch$/,
  /^lsb_release -\w*[crsi]\w*( -?-?\w+)*$/,
  /^rpm (-E|--eval) \S+$/,
  /^(basename|dirname|readlink|realpath)\b/,
  /^command -v /,
  /^date \+\S*$/,
  /^git rev-parse\b/,
  /^xx-info\b/,
  /^rustc --print /,
  /^(npm|yarn) (root|bin|prefix)\b/,
  /^go env \w+$/,
  /^php-config --\S+$/,
  /^pg_config --(bin|lib|include|share|pkglib)dir$/,
];

/** Tells whether a substitution gives one word: a single program that is known to print one. */
export function isOneWord(script: SyntaxNode | undefined): boolean {
  if (script?.type !== 'Script' || script.commands.length !== 1) return false;
  const node = script.commands[0]?.command;
  if (node?.type !== 'Command' || node.name === undefined) return false;
  const name = programOf(node) ?? '';
  if (/^(?:which|id|wc|hostname)$/.test(name)) return isOneWordOf(name, argumentsOf(node));
  if (ONE_WORD.test(name)) return true;
  const call = [name, ...argumentsOf(node).map(({ value }) => value)].join(' ');
  return ONE_WORD_CALLS.some((pattern) => pattern.test(call));
}

function isOneWordOf(name: string, args: readonly Word[]): boolean {
  const operands = args.filter(({ value }) => !value.startsWith('-'));
  switch (name) {
    case 'which':
      return operands.length === 1;
    case 'id':
      return args.some(({ value }) => /^-[a-zA-Z]*[ug]/.test(value));
    case 'wc':
      return operands.length === 0;
    default:
      return true;
  }
}
