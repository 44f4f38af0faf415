import {
  parse,
  type Assignment,
  type Command,
  type CommandArgument,
  type CompoundList,
  type DoubleQuotedChild,
  type ParsedScript,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash';
import { boundedMemo } from '../text/bounded-memo';
import { partOf } from '../text/anchor';
import type { Span } from '../text/span';
import type { ShellAssignment, ShellCommand, ShellRedirect, ShellScript, ShellStatement, ShellWord } from './shell';
import type { MappedText } from './tree';
import { unwrap } from './wrappers';

type Operator = NonNullable<ShellStatement['before']>['operator'];

/** Returns the commands of the POSIX or Bash script in `source`; a broken script yields what can be read of it. */
export function parseShell(source: MappedText, kind: ShellScript['source']): ShellScript {
  const reader = new Reader(source);
  const root = parseOnce(source.text);
  reader.readScript(root);
  return {
    commands: reader.commands,
    statements: reader.statements,
    errors: reader.errors,
    span: source.spanOf(0, source.text.length),
    source: kind,
    tree: { source, root },
  };
}

// While a person types, all scripts but one stay as they are. Trees hold no places of the document, and nothing changes them.
const trees = boundedMemo<string, ParsedScript>(1_000);

/** Longer scripts are not kept: a few of them would fill the memory. */
const LONGEST_KEPT = 4_000;

function parseOnce(text: string): ParsedScript {
  return text.length > LONGEST_KEPT ? parse(text) : trees.get(text, () => parse(text));
}

interface Context {
  readonly isConditional: boolean;
  readonly isSubstitution: boolean;
  readonly isNested: boolean;
  readonly mayFail: boolean;
  readonly pipe: ShellCommand['pipe'];
}

const OUTERMOST: Context = {
  isConditional: false,
  isSubstitution: false,
  isNested: false,
  mayFail: false,
  pipe: undefined,
};

class Reader {
  readonly commands: ShellCommand[] = [];
  readonly statements: ShellStatement[] = [];
  readonly errors: { message: string; span: Span }[] = [];
  readonly #source: MappedText;
  #statement = 0;
  #pipes = 0;
  #depth = 0;

  constructor(source: MappedText) {
    this.#source = source;
  }

  readScript(script: ParsedScript): void {
    for (const { message, pos } of script.errors ?? []) {
      const at = Math.min(pos, this.#source.text.length);
      this.errors.push({ message, span: this.#source.spanOf(at, Math.min(at + 1, this.#source.text.length)) });
    }
    script.commands.forEach((statement, i) => {
      this.#readOutermost(statement, script.commands[i - 1], i < script.commands.length - 1);
    });
  }

  #readOutermost(statement: Statement, previous: Statement | undefined, isFollowed: boolean): void {
    const { command } = statement;
    const parts = command.type === 'AndOr' ? command.commands : [command];
    const operators = command.type === 'AndOr' ? command.operators : [];
    parts.forEach((part, i) => {
      const earlier = parts[i - 1];
      const gapStart = earlier?.end ?? previous?.end;
      const operator: Operator | undefined =
        i > 0 ? (operators[i - 1] ?? '&&') : previous && this.#separator(previous, part.pos);
      const first = this.commands.length;
      this.#statement = this.statements.length;
      const mayFail = operators[i] === '||' || (i === parts.length - 1 && isFollowed);
      this.#readNode(part, { ...OUTERMOST, isConditional: operators.slice(0, i).includes('||'), mayFail });
      this.statements.push({
        span: this.#span(part),
        before:
          operator === undefined || gapStart === undefined
            ? undefined
            : { operator, span: this.#operatorSpan(gapStart, part.pos, operator) },
        commands: this.commands.slice(first),
        isSimple: part.type === 'Command' || part.type === 'Pipeline',
      });
    });
  }

  #separator(previous: Statement, next: number): Operator {
    if (previous.background === true) return '&';
    return this.#source.text.slice(previous.command.end, next).includes(';') ? ';' : '\n';
  }

  #operatorSpan(from: number, to: number, operator: string): Span {
    // The separator of a list may lie before the statement's end, as `;` and `&` do.
    for (let start = Math.max(0, from - 1); start < to; start++) {
      if (this.#source.text.startsWith(operator, start)) return this.#source.spanOf(start, start + operator.length);
    }
    return this.#source.spanOf(from, from);
  }

  #readList(list: CompoundList, context: Context): void {
    list.commands.forEach((statement, i) => {
      const isFollowed = i < list.commands.length - 1;
      this.#readNode(statement.command, { ...context, mayFail: context.mayFail || isFollowed });
    });
  }

  #readNode(node: SyntaxNode, context: Context): void {
    // Deep nesting is never found in honest files; past it the commands are left out rather than the stack filled.
    if (this.#depth > 100) return;
    this.#depth++;
    this.#readNodeInner(node, context);
    this.#depth--;
  }

  #readNodeInner(node: SyntaxNode, context: Context): void {
    const inCondition = { ...context, isConditional: true };
    switch (node.type) {
      case 'Command':
        this.#readCommand(node, context);
        break;
      case 'AndOr':
        node.commands.forEach((part, i) => {
          const isAlternative = node.operators.slice(0, i).includes('||');
          const mayFail = context.mayFail || node.operators[i] === '||';
          this.#readNode(part, { ...context, isConditional: context.isConditional || isAlternative, mayFail });
        });
        break;
      case 'Pipeline': {
        const isNegated = node.prefixes.some((prefix) => prefix.type === 'Negation');
        const id = this.#pipes++;
        const count = node.commands.length;
        node.commands.forEach((part, index) => {
          const mayFail = context.mayFail || isNegated;
          const pipe = count > 1 ? { index, count, id } : context.pipe;
          this.#readNode(part, { ...context, mayFail, pipe, isNested: context.isNested || count > 1 });
        });
        break;
      }
      case 'Subshell':
        this.#readList(node.body, { ...context, isNested: true });
        break;
      case 'BraceGroup':
        this.#readList(node.body, context);
        break;
      case 'CompoundList':
        this.#readList(node, context);
        break;
      case 'If':
        this.#readList(node.clause, { ...context, mayFail: true });
        this.#readList(node.then, inCondition);
        for (const elif of node.elif) {
          this.#readList(elif.clause, { ...inCondition, mayFail: true });
          this.#readList(elif.then, inCondition);
        }
        if (node.else !== undefined) this.#readList(node.else, inCondition);
        break;
      case 'For':
      case 'Select':
        for (const word of node.wordlist ?? []) this.#readSubstitutions(word, context);
        this.#readList(node.body, inCondition);
        break;
      case 'ArithmeticFor':
        this.#readList(node.body, inCondition);
        break;
      case 'While':
        this.#readList(node.clause, { ...context, mayFail: true });
        this.#readList(node.body, inCondition);
        break;
      case 'Case':
        this.#readSubstitutions(node.word, context);
        for (const item of node.items) this.#readList(item.body, inCondition);
        break;
      case 'Function':
        this.#readNode(node.body, inCondition);
        break;
      case 'Redirected':
        this.#readNode(node.command, context);
        break;
      case 'Coproc':
        this.#readNode(node.body, context);
        break;
      default:
        break;
    }
  }

  #readCommand(node: Command, context: Context): void {
    const assignments = node.prefix.filter((part) => part.type === 'Assignment').map((part) => this.#assignment(part));
    const suffix = node.args.map((argument) => this.#argument(argument));
    const words = node.name === undefined ? suffix : [this.#word(node.name), ...suffix];
    const redirects = node.redirects.map((redirect) => this.#redirect(redirect));
    const { wrappers, program, args, assignments: wrapped } = unwrap(words);
    this.commands.push({
      name: program?.value === undefined ? undefined : baseName(program.value),
      nameWord: program,
      args,
      wrappers,
      assignments: [...assignments, ...wrapped],
      redirects,
      span: this.#span(node),
      ...context,
      statement: this.#statement,
    });
    this.#readNested(program, args, context);
    const values = node.prefix.flatMap((part) =>
      part.type === 'Assignment' && part.value.type === 'Word' ? [part.value] : [],
    );
    const inWords = node.args.flatMap((argument) => (argument.type === 'Word' ? [argument] : valueWord(argument)));
    for (const word of [...values, ...inWords]) this.#readSubstitutions(word, context);
  }

  /** Reads the script of `sh -c '...'`, whose characters stand in the document one to one. */
  #readNested(program: ShellWord | undefined, args: readonly ShellWord[], context: Context): void {
    if (program?.value === undefined || !/^(?:.*\/)?(?:ba|da|a)?sh$/.test(program.value)) return;
    const flag = args.findIndex((word) => /^-[a-z]*c$/.test(word.value ?? ''));
    const script = args[flag + 1];
    if (flag === -1 || script?.value === undefined) return;
    const inner = script.text.slice(1, -1);
    if (inner !== script.value) return;
    const place = script.span;
    if (place.end - place.start !== script.text.length) return;
    const mapped = { text: inner, spanOf: (from: number, to: number) => partOf(place, from + 1, to + 1) };
    this.#readElsewhere(mapped, parseOnce(inner), { ...context, isNested: true });
  }

  #readElsewhere(source: MappedText, script: ParsedScript, context: Context): void {
    const reader = new Reader(source);
    reader.#statement = this.#statement;
    reader.#depth = this.#depth + 1;
    reader.#pipes = this.#pipes + 1000;
    script.commands.forEach((statement, i) => {
      reader.#readNode(statement.command, { ...context, mayFail: context.mayFail || i < script.commands.length - 1 });
    });
    this.#pipes = reader.#pipes;
    this.commands.push(...reader.commands);
  }

  #readSubstitutions(word: Word, context: Context): void {
    if (!word.text.includes('$(') && !word.text.includes('`') && !word.text.includes('(')) return;
    for (const part of allParts(word.parts ?? [])) {
      if (part.type !== 'CommandExpansion' && part.type !== 'ProcessSubstitution') continue;
      const script = part.script;
      // Scripts in escaped backticks have positions in a text of their own.
      if (script === undefined || script.source !== undefined) continue;
      const inner: Context = { ...context, isSubstitution: true, isNested: true, mayFail: true, pipe: undefined };
      for (const statement of script.commands) this.#readNode(statement.command, inner);
    }
  }

  #argument(argument: CommandArgument): ShellWord {
    if (argument.type === 'Word') return this.#word(argument);
    const value = argument.value.type === 'Word' ? this.#word(argument.value) : undefined;
    return {
      text: argument.text,
      value: value?.value === undefined ? undefined : `${argument.name}=${value.value}`,
      span: this.#span(argument),
      isQuoted: false,
      hasGlob: false,
      variables: value?.variables ?? [],
      hasSubstitution: value?.hasSubstitution ?? false,
    };
  }

  #assignment(node: Assignment): ShellAssignment {
    const value = node.value.type === 'Word' ? this.#word(node.value) : undefined;
    return { name: node.name, value, span: this.#span(node) };
  }

  #redirect(node: Redirection): ShellRedirect {
    const target = node.type === 'HereDoc' ? undefined : node.target;
    return { operator: node.operator, target: target && this.#word(target), span: this.#span(node) };
  }

  #word(word: Word): ShellWord {
    const parts = word.parts ?? [];
    const flat = parts.length === 0 ? [] : allParts(parts);
    const isDynamic = flat.some((part) => EXPANSIONS.has(part.type));
    return {
      text: word.text,
      value: isDynamic ? undefined : word.value,
      span: this.#span(word),
      isQuoted: /^["']/.test(word.text),
      hasGlob: flat.some(
        (part) => part.type === 'Glob' || part.type === 'ExtendedGlob' || part.type === 'BraceExpansion',
      ),
      variables: isDynamic ? this.#variables(parts, false) : [],
      hasSubstitution: flat.some((part) => part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution'),
    };
  }

  #variables(parts: readonly (WordPart | DoubleQuotedChild)[], isQuoted: boolean): ShellWord['variables'] {
    return parts.flatMap((part) => {
      if (part.type === 'DoubleQuoted') return this.#variables(part.parts, true);
      if (part.type === 'SimpleExpansion') return [{ name: part.text.slice(1), span: this.#span(part), isQuoted }];
      if (part.type === 'ParameterExpansion') return [{ name: part.parameter, span: this.#span(part), isQuoted }];
      return [];
    });
  }

  #span(node: { readonly pos: number; readonly end: number }): Span {
    return this.#source.spanOf(node.pos, node.end);
  }
}

const EXPANSIONS: ReadonlySet<string> = new Set([
  'SimpleExpansion',
  'ParameterExpansion',
  'CommandExpansion',
  'ArithmeticExpansion',
  'ProcessSubstitution',
]);

function allParts(parts: readonly (WordPart | DoubleQuotedChild)[]): readonly (WordPart | DoubleQuotedChild)[] {
  return parts.flatMap((part) => {
    if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return [part, ...part.parts];
    if (part.type === 'ParameterExpansion' && part.operation?.type === 'Default') {
      return [part, ...allParts(part.operation.operand.parts ?? [])];
    }
    return [part];
  });
}

function valueWord(argument: CommandArgument): readonly Word[] {
  return argument.type === 'Assignment' && argument.value.type === 'Word' ? [argument.value] : [];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
