import { appendArgument, insertLinesBefore } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { isReadInPart, isUnguardedPipe, shellWithoutPipefail } from '../model/pipes';
import type { RunShell } from '../model/run-shell';
import type { ShellCommand, ShellScript } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'pipe-without-pipefail',
  aliases: [
    'hadolint/DL4006',
    'tally/hadolint/DL4006',
    'kics/shell_running_a_pipe_without_pipefail_flag',
    'semgrep/set-pipefail',
    'dockerfile-doctor/DD040',
  ],
  category: 'correctness',
  severity: 'info',
  preset: 'recommended',
  mentions: /\|/,
  summary: 'A download that fails goes unnoticed, since only the last program of a pipe decides.',
  docs: `
A shell takes the exit status of a pipe from its last program. In \`curl ... | sh\` a failed download is an empty script,
which succeeds: the layer is built and cached without what it should hold. With \`pipefail\` the RUN fails.

Only downloads at the left of a pipe are reported, and only where the shell is known: bash and BusyBox know \`pipefail\`, the
dash that Debian and Ubuntu use as \`/bin/sh\` does not, so there the cure is bash, where the base image has it.

**When to ignore:** where the right side checks what it gets.

**The fix** puts \`set -o pipefail\` in front, or makes bash with pipefail the shell of the following instructions.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN wget -qO- https://example.com/install.sh | sh\n',
      good: 'FROM alpine:3.22\nRUN set -o pipefail && wget -qO- https://example.com/install.sh | sh\n',
    },
    {
      bad: 'FROM debian:bookworm\nRUN curl -fsSL https://example.com/a.tgz | tar xz\n',
      good: 'FROM debian:bookworm\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/a.tgz | tar xz\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    const shell = shellWithoutPipefail(model, instruction);
    if (shell === undefined) return;
    const script = model.scriptOf(instruction);
    const left = script.commands.find(
      (command) => isDownload(command) && isUnguardedPipe(command, script) && !isReadInPart(command, script),
    );
    if (left?.nameWord === undefined) return;
    const fix = turnOn(file, instruction, script, shell);
    yield {
      span: left.nameWord.span,
      message: `If ${left.name ?? 'the download'} fails, the RUN goes on: only the last program of the pipe decides.`,
      ...(fix === undefined ? {} : { fixes: [fix] }),
    };
  },
});

const DOWNLOADS = /^(?:curl|wget|aria2c|gsutil|fetch)$/;
function isDownload({ name, pipe, isSubstitution, isConditional }: ShellCommand): boolean {
  return pipe?.index === 0 && !isSubstitution && !isConditional && name !== undefined && DOWNLOADS.test(name);
}

function turnOn(file: Dockerfile, instruction: Instruction, script: ShellScript, shell: RunShell): Fix | undefined {
  const because = 'The RUN fails where a program of a pipe fails, also one that was overlooked so far.';
  if (shell.kind !== 'dash') {
    const first = script.statements[0];
    if (first === undefined) return undefined;
    const [set] = first.commands;
    const option = set?.name === 'set' ? set.args.at(-1) : undefined;
    if (set?.args.length === 1 && /^-[a-z]+$/.test(option?.value ?? '') && option !== undefined) {
      return {
        title: 'Turn pipefail on',
        applicability: 'review',
        because,
        edits: [appendArgument(script, option, '-o pipefail')],
      };
    }
    const joint = script.source === 'heredoc' ? file.eol : ' && ';
    return {
      title: 'Turn pipefail on',
      applicability: 'review',
      because,
      edits: [insertAt(first.span.start, `set -o pipefail${joint}`)],
    };
  }
  if (!shell.hasBash || instruction.keyword !== 'RUN') return undefined;
  return {
    title: 'Use bash with pipefail',
    applicability: 'review',
    because: `${because} bash also runs the shell forms that follow, and SHELL becomes part of the image configuration.`,
    edits: [insertLinesBefore(file, instruction, ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]'])],
  };
}
