import { defineRule, type Fix } from '../lint/rule';
import { modeChangesOf, type ModeChange } from '../model/file-modes';
import type { DockerfileModel } from '../model/model';
import { isWithin, joinPath } from '../model/paths';
import { replace } from '../text/edit';

export default defineRule({
  id: 'world-writable-files',
  aliases: [
    'kics/avoid_chmod_777',
    'datadog/avoid_chmod_777',
    'sonar/S2612',
    'tally/world-writable-state-path-workaround',
    'dockerfile-doctor/DD051',
    'dockerfile-roast/DF034',
  ],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['chmod', 'mkdir', 'install', 'COPY', 'ADD'],
  summary: 'Everybody may write to a file or directory.',
  docs: `
\`chmod 777\` lets every process of the container change the file, that of a service that an attacker got hold of too: a script
that root runs later becomes theirs. It also stands for something else: the file should belong to the user that needs it
(\`COPY --chown\`, \`chown\`, or \`chgrp 0\` with \`g+w\` for OpenShift, which runs containers with any user id and group 0).

Directories with the sticky bit (\`1777\`, as \`/tmp\` has it) are left alone, and so are stages whose files do not get into the
image, files that the same step removes, directories that are volumes or get an owner in the same step (which opens them
for \`docker run --user\`), and homes of tools that any user installs into (\`chmod -R a+w $CARGO_HOME\`).

**When to ignore:** where processes of several users share the directory.

**The fix** takes the write permission of others away, and gives \`/tmp\` its sticky bit.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN mkdir /data && chmod 777 /data\n',
      good: 'FROM alpine:3.22\nRUN mkdir /data && chmod 775 /data\n',
    },
    {
      bad: 'FROM alpine:3.22\nCOPY --chmod=777 entrypoint.sh /\n',
      good: 'FROM alpine:3.22\nCOPY --chmod=755 entrypoint.sh /\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const change of modeChangesOf(model, instruction)) {
      if (!change.isWorldWritable || change.isSticky) continue;
      if (isToolHome(change) || isGone(model, change) || isForAnyUser(model, change)) continue;
      const fix = narrower(change);
      const where = change.paths[0]?.value;
      yield {
        span: change.modeSpan,
        message: `Everybody may write to ${where ?? 'these files'} with the mode ${change.mode}.`,
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
});

/** Who writes the letters for a directory such as `$RUSTUP_HOME` means it. */
function isToolHome({ mode, paths }: ModeChange): boolean {
  return (
    /[+=]/.test(mode) &&
    paths.length > 0 &&
    paths.every(({ text }) => /^["']?(?:\$\{?\w+_HOME\}?|\/home\/\w+)["']?$/.test(text))
  );
}

/**
 * A directory that got an owner in the same step was thought about: official images open the directories of their state
 * like this for `docker run --user`. A volume is the business of who mounts it.
 */
function isForAnyUser(model: DockerfileModel, { instruction, command, paths, isRecursive }: ModeChange): boolean {
  if (command === undefined || paths.length === 0) return false;
  const stage = model.stageOf(instruction);
  const { workdir } = model.stateBefore(instruction);
  const volumes = stage?.instructions.filter(({ keyword }) => keyword === 'VOLUME') ?? [];
  const owned = model
    .scriptOf(instruction)
    .commands.filter(
      ({ name, args }) => name === 'chown' || (name === 'find' && args.some(({ value }) => value === 'chown')),
    );
  return paths.every((word) => {
    const path = placeOf(word);
    const isVolume = volumes.some(({ words }) =>
      words.some(({ value, text }) => value === path || bare(text) === bare(word.text)),
    );
    if (isVolume) return true;
    if (isRecursive) return false;
    return owned.some(({ name, args }) =>
      args.some((other) => {
        if (bare(other.text) === bare(word.text)) return true;
        const top = placeOf(other);
        return name === 'find' && top !== undefined && path !== undefined && top !== '/' && isWithin(path, top);
      }),
    );
  });

  function placeOf({ value }: { readonly value: string | undefined }): string | undefined {
    return value === undefined || !value.startsWith('/') ? undefined : joinPath(workdir, value);
  }
}

/** `"$PGDATA"` and `${PGDATA}` are the same. */
function bare(text: string): string {
  return text.replace(/["'{}]/g, '');
}

/** What is changed does not get into the image. */
function isGone(model: DockerfileModel, { instruction, command, paths }: ModeChange): boolean {
  const stage = model.stageOf(instruction);
  const { workdir } = model.stateBefore(instruction);
  const places = paths.map(({ value }) => (value === undefined ? undefined : joinPath(workdir, value)));
  if (stage !== undefined && !stage.isShipped && !isCopied()) return true;
  if (command === undefined || places.length === 0) return false;
  const { commands } = model.scriptOf(instruction);
  return commands.slice(commands.indexOf(command) + 1).some(
    ({ name, args }) =>
      name === 'rm' &&
      places.every((place, index) =>
        args.some((word) =>
          // `"$tempDir"` is the same place in both.
          place === undefined ? word.text === paths[index]?.text : removes(word.value, place),
        ),
      ),
  );

  function removes(value: string | undefined, place: string): boolean {
    const path = value === undefined || value.startsWith('-') ? undefined : joinPath(workdir, value);
    return path !== undefined && isWithin(place, path);
  }

  function isCopied(): boolean {
    return model.stages
      .flatMap(({ instructions }) => instructions)
      .some((other) => {
        const copy = model.copyOf(other);
        if (copy?.from.kind !== 'stage' || copy.from.stage !== stage) return false;
        return copy.sources.some(
          ({ path }) =>
            path === undefined ||
            places.some((place) => place === undefined || isWithin(place, `/${path}`) || isWithin(`/${path}`, place)),
        );
      });
  }
}

function narrower({ mode, modeSpan, paths, isRecursive }: ModeChange): Fix | undefined {
  // A value with quotes or escapes is longer in the text.
  const isLiteral = modeSpan.end - modeSpan.start === mode.length;
  if (!isLiteral || isRecursive) return undefined;
  const isTemporary = paths.length > 0 && paths.every(({ value }) => /^\/(?:var\/)?tmp\/?$/.test(value ?? ''));
  const better = isTemporary ? '1777' : withoutOthers(mode);
  if (better === undefined) return undefined;
  return {
    title: `Use ${better}`,
    applicability: 'review',
    because: isTemporary
      ? 'Users can no longer delete files of others there.'
      : 'Processes of users that are neither the owner nor in the group can no longer write there.',
    edits: [replace(modeSpan, better)],
  };
}

function withoutOthers(mode: string): string | undefined {
  const [, head, others] = /^(\d*)([0-7])$/.exec(mode) ?? [];
  if (head !== undefined && others !== undefined && head.length >= 2) return `${head}${Number(others) & 5}`;
  const [, operator, permissions] = /^a([+=])([rwxX]+)$/.exec(mode) ?? [];
  if (operator === undefined || permissions === undefined) return undefined;
  const rest = permissions.replace('w', '');
  return `ug${operator}${permissions}${rest === '' ? '' : `,o${operator}${rest}`}`;
}
