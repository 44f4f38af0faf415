import { defineRule } from '../lint/rule';
import { extractionOf, isUnpackedByAdd } from '../model/extractions';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'archive-copied-then-unpacked',
  aliases: ['hadolint/DL3010', 'tally/hadolint/DL3010', 'godolint/DL3010', 'whalelint/CPY005'],
  category: 'size',
  severity: 'info',
  preset: 'recommended',
  needs: ['tar', 'tar.exe', 'bsdtar'],
  summary: 'A local archive is copied and then unpacked, which stores it twice.',
  docs: `
The layer of COPY keeps the archive, and the layer of RUN keeps what was in it, also where the RUN deletes the archive.
\`ADD archive.tar.gz /dir/\` unpacks a local tar archive (plain, gzip, bzip2 or xz) into the directory and stores the
contents only. \`RUN --mount=type=bind,source=archive.tar.gz,target=/tmp/archive.tar.gz tar -xf ...\` does so too, with all
options of tar.

Silent in stages that do not ship, whose layers nobody gets.

**When to ignore:** where the archive is small.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n',
      good: 'FROM debian:bookworm-slim\nADD app.tar.gz /opt/\n',
    },
  ],
  *check({ file, model }) {
    let archives = new Map<string, Instruction>();
    for (const instruction of file.instructions) {
      const { keyword } = instruction;
      if (keyword === 'FROM') archives = new Map();
      if (keyword === 'COPY') for (const name of archivesOf(instruction)) archives.set(name, instruction);
      if (keyword !== 'RUN' || archives.size === 0 || model.stageOf(instruction)?.isShipped === false) continue;
      for (const command of model.scriptOf(instruction).commands) {
        const archive = extractionOf(command)?.archive;
        const copied = archive && archives.get(fileName(archive.value ?? archive.text));
        if (archive === undefined || copied === undefined) continue;
        yield {
          span: copied.keywordSpan,
          message: `${fileName(archive.value ?? archive.text)} is stored here and unpacked by a later RUN; ADD unpacks it itself.`,
          related: [{ span: command.span, message: 'It is unpacked here.' }],
        };
        archives.delete(fileName(archive.value ?? archive.text));
      }
    }
  },
});

/** The names that the archives of the build context get. */
function archivesOf({ flags, words }: Instruction): readonly string[] {
  if (flags.some(({ name }) => name === 'from') || words.length < 2) return [];
  // As written: on Windows the backslash is no escape.
  const names = words.map(({ text }) => fileName(text.replace(/^["']|["']$/g, '')));
  const target = names.at(-1) ?? '';
  if (names.slice(0, -1).some(isUnpackedByAdd) && isUnpackedByAdd(target)) return [target];
  return names.slice(0, -1).filter((name) => isUnpackedByAdd(name) && !/[*?[]/.test(name));
}

function fileName(path: string): string {
  return path.replace(/^--file=|^["']|["']$/g, '').replace(/^.*[/\\]/, '');
}
