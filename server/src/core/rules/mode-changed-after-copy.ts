import { removeInstruction } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { isKeyword } from '../model/keywords';
import { pathsOf } from '../model/layer-contents';
import type { DockerfileModel } from '../model/model';
import { baseName } from '../model/paths';
import type { CopyOperation } from '../model/stage';
import type { ShellCommand } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt, replace } from '../text/edit';

export default defineRule({
  id: 'mode-changed-after-copy',
  aliases: ['tally/prefer-copy-chmod'],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['chmod'],
  summary: 'A RUN changes the mode of a file that was just copied.',
  docs: `
A changed mode is a changed file: it is stored a second time, in a layer of its own. \`COPY --chmod=755\` sets the mode as the
file arrives.

Reported where a RUN does nothing but chmod, right after the COPY of the file.

**When to ignore:** where the image is built without BuildKit, which alone knows \`--chmod\`.

**The fix** adds \`--chmod\` to the COPY and removes the RUN, where the name says that it is a file: for a directory
\`--chmod\` changes everything in it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\n',
      good: 'FROM alpine:3.22\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\n',
    },
  ],
  *checkStage({ file, model }, { instructions }) {
    for (const [index, instruction] of instructions.entries()) {
      const changes = changesOf(model, instruction);
      if (changes.length === 0) continue;
      const copies = copiesRightBefore(model, instructions.slice(0, index));
      const pairs = changes.map((change) => ({
        ...change,
        copy: copies.find((copy) => copiedPath(copy) === change.path),
      }));
      const first = pairs.find(({ copy }) => copy !== undefined);
      if (first?.copy === undefined) continue;
      const fix = fold(file, instruction, pairs);
      yield {
        span: first.command.span,
        message: `chmod stores ${baseName(first.path)} a second time; COPY --chmod sets the mode at once.`,
        related: [{ span: first.copy.instruction.keywordSpan, message: 'The file is copied here.' }],
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

interface Change {
  readonly command: ShellCommand;
  readonly mode: string;
  readonly path: string;
}

/** What a RUN changes that does nothing else; empty for others. */
function changesOf(model: DockerfileModel, instruction: Instruction): readonly Change[] {
  if (instruction.keyword !== 'RUN' || instruction.flags.length > 0) return [];
  const { commands, errors } = model.scriptOf(instruction);
  if (errors.length > 0 || commands.some(({ name }) => name !== 'chmod')) return [];
  const toPath = pathsOf(model, instruction);
  const changes = commands.map((command): readonly Change[] => {
    const [first, ...files] = command.args;
    const mode = first?.value;
    if (mode === undefined || !/^(?:[0-7]{3,4}|[ugoa]*\+[rwx]+)$/.test(mode) || command.redirects.length > 0) return [];
    const changed = files.flatMap((word) => {
      const path = word.hasGlob ? undefined : toPath(word, command);
      return path === undefined ? [] : [{ command, mode, path }];
    });
    return changed.length === files.length ? changed : [];
  });
  return changes.some((list) => list.length === 0) ? [] : changes.flat();
}

function copiesRightBefore(model: DockerfileModel, earlier: readonly Instruction[]): readonly CopyOperation[] {
  const others = earlier.findLastIndex(({ keyword }) => keyword !== 'COPY' && isKeyword(keyword));
  return earlier.slice(others + 1).flatMap((instruction) => model.copyOf(instruction) ?? []);
}

/** Where the one file lies that `copy` brings. */
function copiedPath({ sources, destinationPath, destination, isDirectory }: CopyOperation): string | undefined {
  const [source] = sources;
  if (source?.path === undefined || sources.length > 1 || source.kind !== 'path' || source.isEverything)
    return undefined;
  if (destinationPath === undefined || /[*?[]/.test(source.path) || destination === undefined) return undefined;
  return isDirectory ? `${destinationPath === '/' ? '' : destinationPath}/${baseName(source.path)}` : destinationPath;
}

function fold(
  file: Dockerfile,
  instruction: Instruction,
  pairs: readonly (Change & { readonly copy: CopyOperation | undefined })[],
): Fix | undefined {
  const removal = removeInstruction(file, instruction);
  const targets = pairs.map(({ copy }) => copy?.instruction);
  // Two modes for one file, or a file that came another way: the RUN stays.
  if (removal === undefined || targets.includes(undefined) || new Set(targets).size !== targets.length)
    return undefined;
  if (!pairs.every(({ path, copy }) => isFileName(path) && isFileName(copy?.sources[0]?.path ?? ''))) return undefined;
  const modes = pairs.map(({ mode }) => (mode.includes('+') ? modeWith(mode) : mode));
  if (modes.includes(undefined)) return undefined;
  const edits = pairs.flatMap(({ copy }, index) => {
    const mode = modes[index] ?? '';
    const flag = copy?.instruction.flags.find(({ name }) => name === 'chmod');
    if (flag?.valueSpan !== undefined) return [replace(flag.valueSpan, mode)];
    return copy === undefined ? [] : [insertAt(copy.instruction.keywordSpan.end, ` --chmod=${mode}`)];
  });
  const isGuess = pairs.some(({ mode }) => mode.includes('+'));
  return {
    title: 'Set the mode with COPY --chmod',
    applicability: 'review',
    because: isGuess
      ? 'The mode becomes 755, whatever it is in the source, and BuildKit is needed.'
      : 'BuildKit is needed for it.',
    edits: [...edits, removal],
  };
}

/** Added to the mode that most files have (644). */
function modeWith(mode: string): string | undefined {
  return /^a?\+r?x$/.test(mode) ? '755' : /^u\+r?x$/.test(mode) ? '744' : undefined;
}

/** A name with an extension, a program's directory, or the name that scripts have. */
function isFileName(path: string): boolean {
  return /\.\w+$|(?:^|\/)s?bin\/[^/]+$|entrypoint[\w-]*$/.test(path);
}
