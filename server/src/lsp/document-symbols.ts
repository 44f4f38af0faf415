import { SymbolKind, SymbolTag, type DocumentSymbol, type SymbolInformation } from 'vscode-languageserver';
import type { Instruction, Span } from '../core/index';
import type { AnalysedDocument } from './documents';
import type { Feature } from './feature';
import { toRange } from './to-lsp';

/** Outlines the file: stages with their instructions. */
export const registerDocumentSymbols: Feature = ({ connection, client, documents, guard }) => {
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    guard<DocumentSymbol[] | SymbolInformation[]>('document symbols', [], async () => {
      const document = await documents.get(uri);
      if (document === undefined) return [];
      const symbols = outline(document);
      return client.hierarchicalSymbols ? symbols : flattened(symbols, uri);
    }),
  );
  return { documentSymbolProvider: true };
};

function outline(document: AnalysedDocument): DocumentSymbol[] {
  const { file, model } = document.analysis;
  const beforeStages = file.instructions.filter((instruction) => model.stageOf(instruction) === undefined);
  const stages = model.stages.map((stage): DocumentSymbol => {
    const last = stage.instructions.at(-1) ?? stage.from;
    const name = stage.nameWord?.text ?? stage.baseWord?.text ?? 'FROM';
    return {
      ...symbol(document, name, SymbolKind.Class, stage.from, { start: stage.from.span.start, end: last.span.end }),
      detail: stage.nameWord === undefined ? 'FROM' : `FROM ${stage.baseWord?.text ?? ''}`,
      children: stage.instructions.map((instruction) => instructionSymbol(document, instruction)),
    };
  });
  return [...beforeStages.map((instruction) => instructionSymbol(document, instruction)), ...stages];
}

const KINDS: Readonly<Record<string, SymbolKind>> = {
  ARG: SymbolKind.Variable,
  ENV: SymbolKind.Variable,
  LABEL: SymbolKind.Property,
  EXPOSE: SymbolKind.Interface,
  RUN: SymbolKind.Function,
  CMD: SymbolKind.Event,
  ENTRYPOINT: SymbolKind.Event,
  COPY: SymbolKind.File,
  ADD: SymbolKind.File,
  VOLUME: SymbolKind.File,
  WORKDIR: SymbolKind.File,
};

function instructionSymbol(document: AnalysedDocument, instruction: Instruction): DocumentSymbol {
  const { keyword, logical } = instruction;
  const detail = logical.text.replace(/\s+/g, ' ').trim();
  return {
    ...symbol(document, keyword, KINDS[keyword] ?? SymbolKind.Property, instruction, instruction.span),
    ...(detail === '' ? {} : { detail: detail.length <= 60 ? detail : `${detail.slice(0, 57)}...` }),
    ...(keyword === 'MAINTAINER' ? { tags: [SymbolTag.Deprecated] } : {}),
  };
}

function symbol(
  { analysis }: AnalysedDocument,
  name: string,
  kind: SymbolKind,
  instruction: Instruction,
  span: Span,
): DocumentSymbol {
  const { lines } = analysis.file;
  return { name, kind, range: toRange(lines, span), selectionRange: toRange(lines, instruction.keywordSpan) };
}

function flattened(symbols: readonly DocumentSymbol[], uri: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range } },
    ...flattened(children, uri).map((child) => ({ ...child, containerName: child.containerName ?? name })),
  ]);
}
