import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// The arrows of docs/architecture.md: who may import whom.

const root = join(import.meta.dirname, '..');

interface Import {
  /** The importing file, from the root. */
  readonly file: string;
  /** The imported file from the root (without its ending), or a package. */
  readonly target: string;
  readonly isPackage: boolean;
  /** Gone after compilation. */
  readonly isTypeOnly: boolean;
}

const files = ['server/src', 'client/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/'))),
);
const imports = files.flatMap(importsOf);

function importsOf(file: string): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: string, isTypeOnly: boolean): void => {
    const isPackage = !specifier.startsWith('.');
    const target = isPackage ? specifier : posix.join(posix.dirname(file), specifier);
    found.push({ file, target, isPackage, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const bindings = node.importClause?.namedBindings;
      const areTypes =
        bindings !== undefined &&
        ts.isNamedImports(bindings) &&
        node.importClause?.name === undefined &&
        bindings.elements.every(({ isTypeOnly }) => isTypeOnly);
      add(node.moduleSpecifier.text, node.importClause?.isTypeOnly === true || areTypes);
    }
    if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier !== undefined &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) add(argument.text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceOf(file));
  return found;
}

function sourceOf(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

const CORE = 'server/src/core/';
const show = ({ file, target }: Import): string => `${file} -> ${target}`;
const wrong = (isWrong: (found: Import) => boolean): readonly string[] => imports.filter(isWrong).map(show);

describe('the arrows', () => {
  it('are read from all files', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it('core imports nothing but itself, and the shell parser in shell/', () => {
    const allowed = (found: Import): boolean =>
      found.isPackage
        ? (found.target === 'unbash' && found.file.startsWith(`${CORE}shell/`)) ||
          (found.target === 'dockerfile-ast' && found.file === `${CORE}syntax/parse.ts`)
        : found.target.startsWith(CORE);
    expect(wrong((found) => found.file.startsWith(CORE) && !allowed(found))).toEqual([]);
  });

  it('core has no global of Node or of a browser, no clock and no chance', () => {
    expect(files.filter((file) => file.startsWith(CORE)).flatMap(globalsIn)).toEqual([]);
  });

  it('the others know of the core its facade only', () => {
    expect(
      wrong(({ file, target }) => !file.startsWith(CORE) && target.startsWith(CORE) && target !== `${CORE}index`),
    ).toEqual([]);
  });

  it('only lsp knows the language server libraries, only client the editor', () => {
    const isLspLibrary = (target: string): boolean =>
      /^vscode-languageserver(?:$|[-/])|^dockerfile-language-service(?:$|\/)/.test(target);
    const mayServe = (file: string): boolean => /^server\/src\/(?:lsp\/|main\.ts$|web\.ts$)/.test(file);
    const isEditor = (target: string): boolean => /^vscode(?:$|\/)|^vscode-languageclient(?:$|\/)/.test(target);
    expect(wrong(({ file, target }) => isLspLibrary(target) && !mayServe(file))).toEqual([]);
    expect(wrong(({ file, target }) => isEditor(target) && !file.startsWith('client/'))).toEqual([]);
  });

  it('the client knows of the server its protocol only', () => {
    expect(
      wrong(
        ({ file, target }) =>
          file.startsWith('client/') && target.startsWith('server/') && target !== 'server/src/lsp/protocol',
      ),
    ).toEqual([]);
  });

  it('the command line starts the language server and knows nothing else of it; the host knows neither', () => {
    expect(
      wrong(
        ({ file, target }) =>
          file.startsWith('server/src/cli/') &&
          target.startsWith('server/src/lsp/') &&
          target !== 'server/src/lsp/node',
      ),
    ).toEqual([]);
    expect(
      wrong(({ file, target }) => file.startsWith('server/src/host/') && /^server\/src\/(?:cli|lsp)\//.test(target)),
    ).toEqual([]);
    expect(
      wrong(({ file, target }) => file.startsWith('server/src/lsp/') && target.startsWith('server/src/cli/')),
    ).toEqual([]);
  });

  it.each([
    ['rules', `${CORE}rules/`],
    ['recipes', `${CORE}multistage/recipes/`],
  ])('%s import neither each other nor syntax', (_, folder) => {
    const isEntry = (file: string): boolean => file.startsWith(folder) && !file.endsWith('/index.ts');
    expect(wrong(({ file, target }) => isEntry(file) && target.startsWith(folder))).toEqual([]);
    expect(
      wrong(({ file, target, isTypeOnly }) => isEntry(file) && target.startsWith(`${CORE}syntax/`) && !isTypeOnly),
    ).toEqual([]);
  });

  it('lint does not import rules', () => {
    expect(wrong(({ file, target }) => file.startsWith(`${CORE}lint/`) && target.startsWith(`${CORE}rules/`))).toEqual(
      [],
    );
  });

  it('knowledge is look-ups: it imports only itself, and what text/ has for everybody', () => {
    const isBelow = (target: string): boolean =>
      target.startsWith(`${CORE}knowledge/`) || target.startsWith(`${CORE}text/`);
    expect(wrong(({ file, target }) => file.startsWith(`${CORE}knowledge/`) && !isBelow(target))).toEqual([]);
  });

  it('offsets inside, ranges outside', () => {
    const mayConvert = (file: string): boolean =>
      file === `${CORE}syntax/parse.ts` || file === `${CORE}index.ts` || file === `${CORE}text/lines.ts`;
    expect(
      wrong(({ file, target, isTypeOnly }) => target === `${CORE}text/lines` && !isTypeOnly && !mayConvert(file)),
    ).toEqual([]);
    const converts = files.filter(
      (file) =>
        !file.startsWith(CORE) &&
        !file.startsWith('server/src/cli/reporters/') &&
        file !== 'server/src/lsp/to-lsp.ts' &&
        /\bcreateLines\(|\.rangeOf\(|\.positionAt\(\w+\.(?:start|end)/.test(withoutStringsAndComments(file)),
    );
    expect(converts).toEqual([]);
  });

  it('there are no cycles', () => {
    const byFile = new Map<string, string[]>();
    for (const { file, target, isPackage, isTypeOnly } of imports) {
      if (isPackage || isTypeOnly) continue;
      const resolved = [`${target}.ts`, `${target}/index.ts`].find((name) => files.includes(name));
      if (resolved !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), resolved]);
    }
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      else if (!done.has(file)) {
        for (const target of byFile.get(file) ?? []) visit(target, [...path, file]);
        done.add(file);
      }
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('every relative import finds a file, and none names an ending', () => {
    const known = new Set(
      files.map((file) => file.replace(/(?:\/index)?\.ts$/, '')).concat(files.map((file) => file.replace(/\.ts$/, ''))),
    );
    expect(wrong(({ target, isPackage }) => !isPackage && !known.has(target) && !target.endsWith('.json'))).toEqual([]);
  });

  it('there are no barrels but the indexes', () => {
    const indexes = files.filter((file) => file.endsWith('/index.ts'));
    for (const file of indexes) {
      expect([`${CORE}index.ts`, `${CORE}rules/index.ts`, `${CORE}multistage/recipes/index.ts`]).toContain(file);
    }
    const barrels = files.filter((file) => {
      const { statements } = sourceOf(file);
      return statements.length > 0 && statements.every((statement) => ts.isExportDeclaration(statement));
    });
    expect(barrels).toEqual([]);
  });

  it('only the host, the command line and the entries use Node', () => {
    const isBuiltin = (target: string): boolean => target.startsWith('node:') || builtinModules.includes(target);
    const mayUse = (file: string): boolean =>
      /^server\/src\/(?:host|cli|verify)\/|^server\/src\/main\.ts$|^server\/src\/lsp\/node\.ts$|^client\/src\//.test(
        file,
      );
    expect(wrong(({ file, target }) => isBuiltin(target) && !mayUse(file))).toEqual([]);
  });

  it('files are called in kebab case', () => {
    expect(files.filter((file) => !/^[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(posix.basename(file)))).toEqual([]);
  });
});

const IMPURE = new Set(
  'process Buffer __dirname __filename require setTimeout setInterval setImmediate Date performance console document window fetch globalThis self'.split(
    ' ',
  ),
);

function globalsIn(file: string): readonly string[] {
  const declared = new Set<string>();
  const used: string[] = [];
  const visit = (node: ts.Node, parent: ts.Node | undefined): void => {
    const isNamed = parent !== undefined && 'name' in parent && parent.name === node;
    if (ts.isIdentifier(node)) {
      if (isNamed) declared.add(node.text);
      else if (IMPURE.has(node.text)) used.push(node.text);
    }
    if (ts.isPropertyAccessExpression(node) && /^(?:Math\.random|crypto\.\w+)$/.test(node.getText()))
      used.push(node.getText());
    ts.forEachChild(node, (child) => visit(child, node));
  };
  const source = sourceOf(file);
  ts.forEachChild(source, (node) => visit(node, source));
  return used.filter((name) => !declared.has(name)).map((name) => `${file}: ${name}`);
}

function withoutStringsAndComments(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  let code = '';
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const isText = token === ts.SyntaxKind.StringLiteral || token === ts.SyntaxKind.NoSubstitutionTemplateLiteral;
    const word = isText ? "''" : scanner.getTokenText();
    code += /^\w/.test(word) && /\w$/.test(code) ? ` ${word}` : word;
  }
  return code;
}
