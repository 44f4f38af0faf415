import type { BuildContext } from '../context/build-context';
import { developmentServerOf, type DevelopmentServer } from '../knowledge/dev-servers';

/** Returns the development server behind `npm start`, `yarn serve` and the like, as package.json has them. */
export function serverOfScript(
  argv: readonly string[],
  context: BuildContext | undefined,
): { readonly server: DevelopmentServer; readonly text: string } | undefined {
  const [program = '', ...rest] = argv;
  const manager = program.slice(program.lastIndexOf('/') + 1);
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(manager)) return undefined;
  const words = rest.filter((word) => !word.startsWith('-'));
  const name = words[0] === 'run' || words[0] === 'run-script' ? words[1] : words[0];
  const text = name === undefined ? undefined : packageScripts(context?.read('package.json') ?? '{}')?.[name];
  if (typeof text !== 'string') return undefined;
  for (const part of text.split(/&&|;/)) {
    const server = developmentServerOf(
      part
        .trim()
        .split(/\s+/)
        .filter((word) => !/^\w+=/.test(word) && word !== 'cross-env'),
    );
    if (server !== undefined) return { server, text };
  }
  return undefined;
}

/** Returns the scripts of a package.json; `undefined` where the text is none. */
export function packageScripts(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const manifest: unknown = text === undefined ? undefined : JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null) return undefined;
    const found = 'scripts' in manifest ? manifest.scripts : {};
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch {
    return undefined;
  }
}
