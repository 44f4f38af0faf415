import { removeInstruction } from '../lint/rewrite';
import { defineRule, type Report } from '../lint/rule';
import type { Dockerfile, Flag, Instruction } from '../syntax/dockerfile';
import { isWindows } from '../model/windows';
import { remove } from '../text/edit';
import { touches } from '../text/span';

export default defineRule({
  id: 'unsupported-on-windows',
  aliases: ['tally/windows/no-run-mounts', 'tally/windows/no-chown-flag', 'tally/windows/no-stopsignal'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN', 'COPY', 'ADD', 'STOPSIGNAL'],
  summary: 'A Windows container cannot do what the instruction asks for.',
  docs: `
Docker builds Windows containers with its classic builder. That one refuses \`RUN --mount\`, which is BuildKit's (whose own
support for Windows is an experiment). \`--chown\` and \`--chmod\` of COPY and ADD are for Linux containers alone, as the
Dockerfile reference says: Windows has other users and other permissions. And Windows has no signals: \`docker stop\` sends
a shutdown event, whatever STOPSIGNAL says.

Reported is what stands in a stage on a base image that is known to be Windows, or after \`FROM --platform=windows/…\`.

**When to ignore:** where BuildKit's experimental builder for Windows builds the file.

**The fix** removes the flag of COPY and ADD, or the STOPSIGNAL.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY --chown=app . C:/app/\n',
      good: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY . C:/app/\n',
    },
    {
      bad: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSTOPSIGNAL SIGTERM\nCMD ["cmd"]\n',
      good: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD ["cmd"]\n',
    },
  ],
  *checkStage({ file }, stage) {
    if (!isWindows(stage)) return;
    for (const outer of stage.instructions) {
      const instruction = outer.trigger ?? outer;
      if (instruction.keyword === 'STOPSIGNAL') yield stopSignal(file, instruction);
      for (const flag of instruction.flags) {
        if (instruction.keyword === 'RUN' && flag.name === 'mount') {
          const message = 'The builder of Windows containers does not know RUN --mount.';
          yield { span: flag.span, message, aliases: ['tally/windows/no-run-mounts'] };
        }
        if (/^(?:COPY|ADD)$/.test(instruction.keyword) && /^ch(?:own|mod)$/.test(flag.name))
          yield ownership(instruction, flag);
      }
    }
  },
});

function stopSignal(file: Dockerfile, instruction: Instruction): Report {
  const edit = file.instructions.includes(instruction) ? removeInstruction(file, instruction) : undefined;
  const because = "The image's settings name no signal then.";
  return {
    span: instruction.keywordSpan,
    message: 'Windows has no signals: STOPSIGNAL does nothing.',
    aliases: ['tally/windows/no-stopsignal'],
    fixes: edit === undefined ? [] : [{ title: 'Remove STOPSIGNAL', applicability: 'review', because, edits: [edit] }],
  };
}

function ownership(instruction: Instruction, flag: Flag): Report {
  const at = instruction.flags.indexOf(flag);
  const end = instruction.flags[at + 1]?.span.start ?? instruction.body.span.start;
  const removed = { start: flag.span.start, end };
  const because = 'A builder that reads the flag gives the files another owner or mode then.';
  const isClear = !instruction.innerComments.some(({ span }) => touches(span, removed));
  return {
    span: flag.span,
    message: `--${flag.name} is for Linux containers; this stage is Windows.`,
    aliases: ['tally/windows/no-chown-flag'],
    fixes: isClear
      ? [{ title: `Remove --${flag.name}`, applicability: 'review', because, edits: [remove(removed)] }]
      : [],
  };
}
