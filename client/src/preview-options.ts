import { type QuickPickItem, QuickPickItemKind, type TextDocument, window, workspace } from 'vscode';
import type { ConversionOptions } from '../../server/src/lsp/protocol';

interface OptionItem extends QuickPickItem {
  readonly choice?: ConversionOptions;
  /** The health check has a path, which is asked for. */
  readonly asksForPath?: boolean;
}

type Layout = NonNullable<ConversionOptions['layout']>;
type Runtime = NonNullable<ConversionOptions['runtime']>;

const layouts: Readonly<Record<Layout, string>> = {
  'builder-runtime': 'a stage that builds, and a stage that runs what was built',
  'base-builder-runtime': 'both on a stage that holds what they share',
  'deps-build-runtime': 'dependencies in a stage of their own, beside which the application is built',
  'dev-prod': 'stages base, dependencies, development and production',
};

const runtimes: Readonly<Record<Runtime, string>> = {
  auto: 'the smallest base that keeps the distribution release and the C library',
  slim: 'the slim variant of the base',
  alpine: 'Alpine, where the C library stays the same',
  distroless: 'no shell and no package manager',
  scratch: 'empty, for static programs',
};

/** Lets the person change one option of a previewed conversion; undefined when they change none. */
export async function pickOptions(
  document: TextDocument,
  options: ConversionOptions,
): Promise<ConversionOptions | undefined> {
  const settings = workspace.getConfiguration('plimsoll.multiStage', document);
  const layout = options.layout ?? settings.get<string>('layout', 'builder-runtime');
  const runtime = options.runtime ?? settings.get<string>('runtime', 'auto');
  const nonRoot = options.nonRoot === true;
  const items: OptionItem[] = [
    separator('Layout'),
    ...entries(layouts).map(([value, detail]) => item(value, detail, value === layout, { layout: value })),
    separator('Base of the final stage'),
    ...entries(runtimes).map(([value, detail]) => item(value, detail, value === runtime, { runtime: value })),
    separator('Steps'),
    toggle('cache mounts', 'keep the downloads of package managers; needs BuildKit', 'cacheMounts', options),
    separator('Start of the final stage'),
    toggle(
      'production server',
      'the one that the manifests list, for a development server',
      'productionServer',
      options,
    ),
    toggle('node, not npm start', 'where the script is no more than that', 'npmStartToNode', options),
    toggle('compiled in the build', 'what "go run" or "cargo run" compiles at the start', 'compileFirst', options),
    toggle('development server', 'kept, with all that it needs', 'keepDevelopmentServer', options),
    toggle('no development dependencies', 'where the start needs none', 'omitDevelopment', options),
    separator('Health check of the final stage'),
    healthCheckItem(options),
    separator('User of the final stage'),
    item('as it is', 'the user that the file sets, or root', !nonRoot, { nonRoot: false }),
    item('non-root', 'an unprivileged user', nonRoot, { nonRoot: true }),
  ];
  const picked = await window.showQuickPick(items, {
    placeHolder: 'What to change about the conversion',
    matchOnDescription: true,
  });
  if (picked?.asksForPath === true) return withHealthCheck(options);
  return picked?.choice === undefined ? undefined : { ...options, ...picked.choice };
}

type Toggle =
  'cacheMounts' | 'productionServer' | 'npmStartToNode' | 'compileFirst' | 'keepDevelopmentServer' | 'omitDevelopment';

function toggle(label: string, description: string, key: Toggle, options: ConversionOptions): OptionItem {
  const isChosen = options[key] === true;
  return item(label, description, isChosen, { [key]: !isChosen });
}

function healthCheckItem({ healthCheck }: ConversionOptions): OptionItem {
  const description = healthCheck ?? 'a request to a path of the exposed port';
  return { ...item('HEALTHCHECK', description, healthCheck !== undefined, {}), asksForPath: true };
}

async function withHealthCheck(options: ConversionOptions): Promise<ConversionOptions | undefined> {
  const path = await window.showInputBox({
    prompt: 'The path at which the application answers with success; empty for no health check',
    placeHolder: '/healthz',
    value: options.healthCheck ?? '/',
  });
  if (path === undefined) return undefined;
  const { healthCheck: _, ...others } = options;
  return path.trim() === '' ? others : { ...others, healthCheck: path.trim() };
}

function separator(label: string): OptionItem {
  return { label, kind: QuickPickItemKind.Separator };
}

function item(label: string, description: string, isChosen: boolean, choice: ConversionOptions): OptionItem {
  return { label: `${isChosen ? '$(check)' : '$(blank)'} ${label}`, description, choice };
}

function entries<Key extends string>(record: Readonly<Record<Key, string>>): [Key, string][] {
  return Object.entries(record) as [Key, string][];
}
