import { defineRule } from '../lint/rule';
import { isReadInPart, isUnguardedPipe, shellWithoutPipefail } from '../model/pipes';
import type { ShellCommand } from '../shell/shell';

export default defineRule({
  id: 'pipe-failure-hidden',
  aliases: [
    'hadolint/DL4006',
    'tally/hadolint/DL4006',
    'kics/shell_running_a_pipe_without_pipefail_flag',
    'semgrep/set-pipefail',
    'dockerfile-doctor/DD040',
  ],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  mentions: /\|/,
  summary: 'A program at the left of a pipe may fail without failing the RUN.',
  docs: `
A shell takes the exit status of a pipe from its last program: in \`gpg --export KEY | tee key.gpg\` a missing key leaves an
empty file, and the build goes on. With \`set -o pipefail\` (or \`SHELL ["/bin/bash", "-o", "pipefail", "-c"]\`) it stops there.

[pipe-without-pipefail](pipe-without-pipefail.md), of the recommended preset, reports downloads. This rule reports the other
programs at the left of a pipe, where the shell is known to have \`pipefail\` or bash is in the image. Programs that cannot
well fail (\`echo\`, \`printf\`, \`yes\`) are left alone, and so are readers that may stop early (\`head\`, \`grep\`), which would
make a good writer fail.

**When to ignore:** where nothing depends on the left side.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN gpg --export release@example.com | tee /etc/apk/keys/release.gpg\n',
      good: 'FROM alpine:3.22\nRUN set -o pipefail && gpg --export release@example.com | tee /etc/apk/keys/release.gpg\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (shellWithoutPipefail(model, instruction) === undefined) return;
    const script = model.scriptOf(instruction);
    const left = script.commands.find(
      (command) => mayFail(command) && isUnguardedPipe(command, script) && !isReadInPart(command, script),
    );
    if (left?.nameWord === undefined) return;
    yield {
      span: left.nameWord.span,
      message: `If ${left.name ?? 'this'} fails, the RUN goes on: only the last program of the pipe decides.`,
    };
  },
});

// Downloads are the other rule's.
const LEFT_ALONE = /^(?:echo|printf|yes|true|:|curl|wget|aria2c|gsutil|fetch)$/;

function mayFail({ name, pipe, isSubstitution, isConditional }: ShellCommand): boolean {
  if (pipe === undefined || pipe.index >= pipe.count - 1) return false;
  return !isSubstitution && !isConditional && name !== undefined && !LEFT_ALONE.test(name);
}
