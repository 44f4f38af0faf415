import { parseShell } from '../shell/parse-shell';
import { detachedText } from '../syntax/logical-text';
import type { Source } from './source';

/** Returns the names of the programs that the container starts: by CMD, ENTRYPOINT and HEALTHCHECK, and in entrypoint scripts of the context. */
export function startedNames(source: Source): ReadonlySet<string> {
  const { started, healthcheck, model } = source;
  const commands = [...started, ...(healthcheck === undefined ? [] : model.scriptOf(healthcheck).commands)];
  const names = new Set(commands.flatMap(({ name }) => (name === undefined ? [] : [name])));
  for (const command of commands)
    for (const { value } of command.args) if (value !== undefined && /^[\w.-]+$/.test(value)) names.add(value);
  for (const name of scriptPrograms(source)) names.add(name);
  return names;
}

/** Returns the names of the programs that scripts of the context call which the container starts, or may start. */
export function scriptPrograms({ started, healthcheck, model, context, stage }: Source): ReadonlySet<string> {
  const names = new Set<string>();
  if (context === undefined) return names;
  const commands = [...started, ...(healthcheck === undefined ? [] : model.scriptOf(healthcheck).commands)];
  const scripts = stage.instructions
    .flatMap((instruction) => model.copyOf(instruction)?.sources ?? [])
    .flatMap(({ path }) => (path !== undefined && /\.(?:sh|bash)$/.test(path) ? [path] : []));
  const startedFiles = commands
    .flatMap(({ nameWord, args }) => [nameWord, ...args])
    .flatMap((word) =>
      word?.value !== undefined && /[\w-]+\.(?:sh|bash)$/.test(word.value) ? endsOf(word.value) : [],
    );
  for (const path of new Set([...scripts, ...startedFiles])) {
    const text = context.read(path);
    if (text === undefined) continue;
    for (const { name } of parseShell(detachedText(text), 'line').commands) if (name !== undefined) names.add(name);
  }
  return names;
}

/** `/app/bin/start.sh` may be `app/bin/start.sh`, `bin/start.sh` or `start.sh` of the context. */
function endsOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.map((_, i) => parts.slice(i).join('/'));
}
