import { insertAfterStatement } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { downloadsOf } from '../model/downloads';
import { extractionOf, isArchiveName } from '../model/extractions';
import { instructionsAfter } from '../model/history';
import { pathsOf } from '../model/layer-contents';
import type { DockerfileModel } from '../model/model';
import { isMountedAway } from '../model/mounts';
import { baseName, directoryOf } from '../model/paths';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'archive-left-in-layer',
  aliases: [
    'docker-parfum/tarSomethingRmTheSomething',
    'docker-parfum/rmRecursiveAfterMktempD',
    'docker-parfum/mkdirUsrSrcThenRemove',
    'dockerfile-doctor/DD016',
  ],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['curl', 'wget'],
  summary: 'A downloaded archive stays in the image after it was unpacked.',
  docs: `
The archive is of no use once its files are out, and it ships with every copy of the image: mostly a third to a half of
what it unpacks to. Only the same RUN can take it out of the layer again.

Silent in stages that do not ship, where a mount holds the archive, and where a command of the same RUN deletes or moves it.

**When to ignore:** where the container reads the archive itself.

**The fix** deletes the archive right after it was unpacked.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN wget https://example.com/app.tar.gz && tar -xzf app.tar.gz\n',
      good: 'FROM debian:bookworm-slim\nRUN wget https://example.com/app.tar.gz && tar -xzf app.tar.gz && rm app.tar.gz\n',
    },
  ],
  *check({ file, model }) {
    for (const instruction of model.stages
      .filter(({ isShipped }) => isShipped)
      .flatMap((stage) => stage.instructions)) {
      if (instruction.keyword !== 'RUN') continue;
      const script = model.scriptOf(instruction);
      for (const { files, command } of downloadsOf(model, instruction)) {
        const name = files.map(baseName).find(isArchiveName);
        if (name === undefined || name.includes('$')) continue;
        const unpacked = script.commands.find((later) => {
          const archive = later.span.start > command.span.start ? extractionOf(later)?.archive : undefined;
          return archive?.value !== undefined && baseName(archive.value) === name;
        });
        const archive = unpacked && extractionOf(unpacked)?.archive;
        if (unpacked === undefined || archive?.value === undefined) continue;
        if (isTakenAway(model, instruction, name, unpacked) || isMounted(model, instruction, unpacked)) continue;
        const statement = script.statements[unpacked.statement];
        // A pattern or a flag would mean something else to rm.
        const isPlain =
          /^[\w./+@:-]+$/.test(archive.value) && !archive.value.startsWith('-') && archive.text === archive.value;
        const canDelete = isPlain && statement?.commands.length === 1 && !unpacked.isConditional && !unpacked.isNested;
        const edit =
          canDelete && statement !== undefined
            ? insertAfterStatement(file, instruction, script, statement, `rm ${archive.value}`)
            : undefined;
        yield {
          span: archive.span,
          message: `${name} stays in the layer after it was unpacked.`,
          related: [{ span: command.span, message: 'It is downloaded here.' }],
          ...(edit === undefined
            ? {}
            : {
                fixes: [
                  {
                    title: `Delete ${name} after it was unpacked`,
                    applicability: 'review' as const,
                    because: 'Nothing after this step can read the archive then.',
                    edits: [edit],
                  },
                ],
              }),
        };
      }
    }
  },
});

/** Some command after the unpacking may delete or move the archive, or what holds it; a later RUN is another rule's. */
function isTakenAway(model: DockerfileModel, instruction: Instruction, name: string, unpacked: ShellCommand): boolean {
  const later = model.scriptOf(instruction).commands.filter(({ span }) => span.start > unpacked.span.start);
  const inLaterSteps = instructionsAfter(model, instruction).flatMap((step) => model.scriptOf(step).commands);
  return (
    later.some((command) => takes(command, name)) ||
    inLaterSteps.some((command) => /^(?:rm|mv)$/.test(command.name ?? '') && names(command, name))
  );
}

const LISTS = /^\/(?:var\/(?:lib\/apt|cache|log)|etc\/apt|root\/\.|usr\/share\/(?:doc|man|locale))/;

function takes(command: ShellCommand, name: string): boolean {
  const program = command.name ?? '';
  if (/^(?:mv|cp|find|shred|unlink)$/.test(program)) return true;
  if (program !== 'rm') return names(command, name);
  return (
    names(command, name) ||
    command.args.some(({ text, value, hasGlob }) => {
      if (/^-[a-z-]+$/i.test(text) || LISTS.test(value ?? text)) return false;
      // A directory, or a pattern, that may hold it.
      return hasGlob || value === undefined || !/\.\w{1,5}$/.test(value);
    })
  );
}

function names({ args }: ShellCommand, name: string): boolean {
  return args.some(({ value, text }) => {
    if (LISTS.test(value ?? text)) return false;
    const last = baseName(value ?? text);
    return last === name || (/[*?]/.test(last) && pattern(last).test(name));
  });
}

function pattern(glob: string): RegExp {
  return new RegExp(
    `^${glob
      .replace(/[.+^${}()|\[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  );
}

function isMounted(model: DockerfileModel, instruction: Instruction, unpacked: ShellCommand): boolean {
  const archive = extractionOf(unpacked)?.archive;
  const path = archive === undefined ? undefined : pathsOf(model, instruction)(archive, unpacked);
  return path !== undefined && isMountedAway(instruction, directoryOf(path));
}
