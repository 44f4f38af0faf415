import {
  CompletionItemKind,
  MarkupKind,
  type CompletionItem,
  type CompletionParams,
  type TextEdit as ProtocolEdit,
} from 'vscode-languageserver';
import type { Analysis, Instruction } from '../core/index';
import { flagsOf, flagValues, mountKeys, mountValues, platformArguments, type KnownWord } from './completion-words';
import type { Feature, FeatureHost } from './feature';
import { toEdits } from './to-lsp';
import { vendorCompletions, vendorDocumentation } from './vendor';

/** Completes instructions, flags and their values, stages, variables, and files of the build context. */
export const registerCompletion: Feature = (host) => {
  const { connection, client, documents, guard } = host;
  connection.onCompletion((params) =>
    guard<CompletionItem[]>('completion', [], async () => {
      const document = await documents.get(params.textDocument.uri);
      return document === undefined ? [] : completionsAt(host, document.analysis, params);
    }),
  );
  connection.onCompletionResolve((item) =>
    guard('completion documentation', item, async () => {
      const key: unknown = item.data;
      if (item.documentation !== undefined || typeof key !== 'string') return item;
      const value = await vendorDocumentation(key, client.completionFormat);
      return value === undefined ? item : { ...item, documentation: { kind: client.completionFormat, value } };
    }),
  );
  return { completionProvider: { triggerCharacters: ['=', ',', '$', '-', '/'], resolveProvider: true } };
};

async function completionsAt(
  host: FeatureHost,
  analysis: Analysis,
  { position }: CompletionParams,
): Promise<CompletionItem[]> {
  const offset = analysis.file.lines.offsetAt(position);
  const place = placeAt(analysis, offset);
  if (place === 'none') return [];
  const own = place === undefined ? undefined : ownCompletions(analysis, place);
  if (own !== undefined) return own;
  const { client, guard } = host;
  const items = await guard('instruction completion', [], () =>
    vendorCompletions(analysis.text, position, client.snippets),
  );
  return items.map((item) => withCurrentSyntax(withPlainText(item, client.completionFormat)));
}

/** A place in the arguments of an instruction. */
interface Place {
  readonly instruction: Instruction;
  readonly offset: number;
  /** The characters from the last white space to the cursor. */
  readonly prefix: string;
  /** The words between the keyword and the prefix. */
  readonly before: readonly string[];
}

/** `undefined` where an instruction may begin or a comment stands, `none` where nothing can be completed. */
function placeAt({ text, file }: Analysis, offset: number): Place | 'none' | undefined {
  const { lines } = file;
  if (file.comments.some(({ span }) => span.start < offset && offset <= span.end)) return undefined;
  const instruction = file.instructions.findLast(({ span }) => span.start <= offset);
  if (instruction === undefined || offset <= instruction.keywordSpan.end) return undefined;
  const { headSpan, linesSpan, heredocs } = instruction;
  if (heredocs.length > 0 && offset > headSpan.end && offset < linesSpan.end) return 'none';
  if (lines.lineAt(offset) > lines.lineAt(headSpan.end)) return undefined;
  const words = text.slice(instruction.keywordSpan.end, offset);
  const prefix = /\S*$/.exec(words)?.[0] ?? '';
  const before = words
    .slice(0, words.length - prefix.length)
    .split(/\s+/)
    .filter((word) => word !== '' && word !== file.escape);
  return { instruction, offset, prefix, before };
}

function ownCompletions(analysis: Analysis, place: Place): CompletionItem[] | undefined {
  const { instruction, prefix, before } = place;
  const { keyword } = instruction;
  const isFlag = prefix.startsWith('--') && before.every((word) => word.startsWith('--'));
  if (isFlag && keyword in flagsOf) return flagCompletions(analysis, place);
  if (keyword === 'FROM') return fromCompletions(analysis, place);
  if (keyword === 'ARG' && !prefix.includes('=')) return argCompletions(analysis, place);
  if ((keyword === 'COPY' || keyword === 'ADD') && !prefix.startsWith('-') && !prefix.includes('$')) {
    const isFromElsewhere = instruction.flags.some(({ name }) => name === 'from');
    return isFromElsewhere ? [] : pathCompletions(analysis, place);
  }
  return undefined;
}

function flagCompletions(analysis: Analysis, place: Place): CompletionItem[] {
  const { instruction, prefix, before } = place;
  const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(prefix) ?? [];
  if (value === undefined) {
    // Only these two may stand several times.
    const isFree = ({ word }: KnownWord): boolean =>
      /^--(?:mount|exclude)=/.test(word) || !before.some((given) => given.split('=')[0] === word.split('=')[0]);
    const flags = (flagsOf[instruction.keyword] ?? []).filter(isFree);
    return items(analysis, place, prefix, flags, CompletionItemKind.Property);
  }
  if (name === 'from')
    return items(analysis, place, value, stagesBefore(analysis, instruction), CompletionItemKind.Class);
  if (name === 'mount') return mountCompletions(analysis, place, value);
  return items(analysis, place, value, flagValues[name] ?? [], CompletionItemKind.EnumMember);
}

function mountCompletions(analysis: Analysis, place: Place, mount: string): CompletionItem[] {
  const given = mount.split(',');
  const last = given.at(-1) ?? '';
  const [key = '', value] = last.split('=', 2);
  if (value === undefined) {
    const isFree = ({ word }: KnownWord): boolean =>
      !given.slice(0, -1).some((pair) => pair.split('=')[0] === word.replace('=', ''));
    return items(analysis, place, last, mountKeys.filter(isFree), CompletionItemKind.Property);
  }
  const values = key === 'from' ? stagesBefore(analysis, place.instruction) : (mountValues[key] ?? []);
  return items(analysis, place, value, values, CompletionItemKind.EnumMember);
}

function fromCompletions(analysis: Analysis, place: Place): CompletionItem[] {
  const { prefix } = place;
  const variable = /\$\{?\w*$/.exec(prefix)?.[0];
  if (variable !== undefined) {
    const brace = variable.startsWith('${');
    const shown = ({ word, about }: KnownWord): KnownWord => ({ word: brace ? `\${${word}}` : `$${word}`, about });
    const known = [...globalArguments(analysis), ...platformArguments].map(shown);
    return items(analysis, place, variable, known, CompletionItemKind.Variable);
  }
  const words = place.before.filter((word) => !word.startsWith('--'));
  if (words.length === 1) {
    return items(analysis, place, prefix, [{ word: 'AS', about: 'Names the stage.' }], CompletionItemKind.Keyword);
  }
  if (words.length > 1) return [];
  const scratch = { word: 'scratch', about: 'An empty image.' };
  return items(
    analysis,
    place,
    prefix,
    [...stagesBefore(analysis, place.instruction), scratch],
    CompletionItemKind.Class,
  );
}

function argCompletions(analysis: Analysis, place: Place): CompletionItem[] {
  const inStage = analysis.model.stageOf(place.instruction) !== undefined;
  const known = inStage ? [...globalArguments(analysis), ...platformArguments] : [];
  return items(analysis, place, place.prefix, known, CompletionItemKind.Variable);
}

function pathCompletions(analysis: Analysis, place: Place): CompletionItem[] {
  const { context } = analysis;
  const { prefix } = place;
  if (context === undefined || prefix.startsWith('[') || prefix.startsWith('"')) return [];
  const relative = prefix.replace(/^(?:\.?\/)+/, '');
  const directory = /^(.*)\//s.exec(relative)?.[1] ?? '';
  const name = /[^/]*$/.exec(prefix)?.[0] ?? '';
  const entries = (context.list(directory) ?? [])
    .filter((entry) => !/\s/.test(entry))
    .filter(
      (entry) =>
        !context.ignores(directory === '' ? entry.replace(/\/$/, '') : `${directory}/${entry.replace(/\/$/, '')}`),
    )
    .map((entry) => ({ word: entry, about: '' }));
  return items(analysis, place, name, entries, CompletionItemKind.File);
}

function stagesBefore({ model }: Analysis, instruction: Instruction): readonly KnownWord[] {
  const here = model.stageOf(instruction)?.index ?? 0;
  return model.stages
    .slice(0, here)
    .flatMap(({ nameWord, baseWord }) =>
      nameWord === undefined ? [] : [{ word: nameWord.text, about: `The stage from ${baseWord?.text ?? 'another'}.` }],
    );
}

function globalArguments({ model }: Analysis): readonly KnownWord[] {
  return [...model.globalArgs].map(([name, value]) => ({
    word: name,
    about:
      value === undefined ? 'Declared before the first FROM.' : `${value} by default, declared before the first FROM.`,
  }));
}

/** Items that replace `typed`, which ends at the cursor. */
function items(
  { file }: Analysis,
  { offset }: Place,
  typed: string,
  words: readonly KnownWord[],
  kind: CompletionItemKind,
): CompletionItem[] {
  const span = { start: offset - typed.length, end: offset };
  return words.flatMap(({ word, about }, index) =>
    toEdits(file.lines, [{ span, newText: word }]).map((textEdit: ProtocolEdit) => ({
      label: word,
      kind: word.endsWith('/') ? CompletionItemKind.Folder : kind,
      ...(about === '' ? {} : { documentation: about }),
      sortText: String(index).padStart(3, '0'),
      textEdit,
    })),
  );
}

/** The vendor's offer names a channel that BuildKit gave up. */
function withCurrentSyntax(item: CompletionItem): CompletionItem {
  if (item.data !== 'syntax' || item.textEdit === undefined) return item;
  const newText = 'syntax=docker/dockerfile:1';
  return { ...item, label: newText, insertTextFormat: 1, textEdit: { ...item.textEdit, newText } };
}

function withPlainText(item: CompletionItem, format: MarkupKind): CompletionItem {
  const { documentation } = item;
  if (typeof documentation !== 'object' || format === MarkupKind.Markdown) return item;
  return { ...item, documentation: documentation.value };
}
