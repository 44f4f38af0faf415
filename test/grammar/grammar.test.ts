import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IGrammar } from 'vscode-textmate';
import { grammarText } from '../../scripts/generate-grammar';
import { loadGrammar, snapshot, tokenize } from './support';

const cases = path.join(__dirname, 'cases');
const shared = process.env['PLIMSOLL_SHARED'] ?? path.join(__dirname, '../../../shared');
const wild = path.join(shared, 'corpus/wild.jsonl');
const keywords =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );
let grammar: IGrammar;

beforeAll(async () => {
  grammar = await loadGrammar();
});

describe('the grammar', () => {
  it('is what its script generates', async () => {
    const file = path.join(__dirname, '../../syntaxes/dockerfile.tmLanguage.json');
    expect(readFileSync(file, 'utf8')).toBe(await grammarText());
  });

  for (const name of readdirSync(cases).filter((file) => file.endsWith('.Dockerfile'))) {
    it(`colours ${name}`, async () => {
      const text = readFileSync(path.join(cases, name), 'utf8');
      await expect(snapshot(grammar, text)).toMatchFileSnapshot(path.join(cases, `${name}.snap`));
    });
  }

  it('sees an instruction wherever the parser does, and nowhere else', () => {
    for (const name of readdirSync(cases).filter((file) => file.endsWith('.Dockerfile'))) {
      const text = readFileSync(path.join(cases, name), 'utf8');
      expect(instructionLines(text), name).toEqual(parsedInstructionLines(text));
    }
  });

  it.skipIf(!existsSync(wild))('sees the same instructions as the parser in real files', () => {
    const texts = readFileSync(wild, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      // An editor takes the byte order mark off.
      .map((line) => (JSON.parse(line) as { dockerfile: string }).dockerfile.replace(/^\uFEFF/, ''));
    for (const text of texts) {
      expect(instructionLines(text), text).toEqual(parsedInstructionLines(text));
    }
  });
});

function instructionLines(text: string): string[] {
  return tokenize(grammar, text).flatMap((tokens, line) =>
    tokens
      .filter(({ scopes }) => scopes.some((scope) => scope.startsWith('keyword.control.instruction')))
      .slice(0, 1)
      .map((token) => `${line + 1} ${token.text.toUpperCase()}`),
  );
}

function parsedInstructionLines(text: string): string[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .filter((instruction) => keywords.includes(instruction.getKeyword()))
    .map((instruction) => `${instruction.getRange().start.line + 1} ${instruction.getKeyword()}`);
}
