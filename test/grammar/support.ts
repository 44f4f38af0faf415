import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { OnigScanner, OnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, type IGrammar, Registry, parseRawGrammar } from 'vscode-textmate';

const grammarFile = path.join(__dirname, '../../syntaxes/dockerfile.tmLanguage.json');
const root = 'source.dockerfile';

interface Token {
  readonly text: string;
  readonly start: number;
  /** Without the root and without the language at the end of each scope. */
  readonly scopes: readonly string[];
}

/** Loads the grammar in the engine that VS Code uses. */
export async function loadGrammar(): Promise<IGrammar> {
  const wasm = createRequire(__filename).resolve('vscode-oniguruma/release/onig.wasm');
  await loadWASM(readFileSync(wasm));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new OnigScanner(sources),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: (scope) =>
      Promise.resolve(scope === root ? parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile) : null),
  });
  const grammar = await registry.loadGrammar(root);
  if (grammar === null) {
    throw new Error(`no grammar ${root}`);
  }
  return grammar;
}

/** The tokens of every line, without those that carry no scope of their own. */
export function tokenize(grammar: IGrammar, text: string): Token[][] {
  let state = INITIAL;
  return text.split(/\r?\n/).map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens
      .map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        start: startIndex,
        scopes: scopes.slice(1).map((scope) => scope.replace(/\.dockerfile$/, '')),
      }))
      .filter(({ text: words, scopes }) => words.trim() !== '' && scopes.some((scope) => !scope.startsWith('meta.')));
  });
}

/** Every line of the text, and below it the scopes of its words. */
export function snapshot(grammar: IGrammar, text: string): string {
  const lines = text.split('\n');
  return tokenize(grammar, text)
    .map((tokens, index) => {
      const marks = tokens.map(
        ({ text: words, start, scopes }) =>
          `${' '.repeat(start + 2)}${'^'.repeat(words.length)} ${scopes.filter((scope) => !scope.startsWith('meta.instruction')).join(' ')}`,
      );
      return [`> ${lines[index] ?? ''}`, ...marks].join('\n');
    })
    .join('\n');
}
