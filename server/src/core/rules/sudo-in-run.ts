import { removeWords } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'sudo-in-run',
  aliases: [
    'hadolint/DL3004',
    'tally/hadolint/DL3004',
    'trivy/DS-0010',
    'checkov/CKV2_DOCKER_1',
    'kics/run_using_sudo',
    'semgrep/no-sudo-in-dockerfile',
    'dockle/DKL-DI-0001',
    'dockerfile-doctor/DD021',
  ],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  mentions: /\bsudo\b/,
  summary: 'sudo is used in a RUN.',
  docs: `
A build runs as root until a USER says otherwise, so sudo mostly does nothing there but fail where it is not installed. In
an image that ships, it is a way for any process to become root. A step that needs root comes before USER, or between
\`USER root\` and the next USER.

Installing sudo or writing sudoers is another matter and not reported, nor is \`sudo -u\`, which gives rights up.

**When to ignore:** in development containers whose user has sudo on purpose.

**The fix** removes sudo where the step runs as root anyway.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN sudo apt-get update\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return;
    const { isRoot } = model.stateBefore(instruction).user;
    for (const command of model.scriptOf(instruction).commands) {
      const sudo = command.wrappers.find(({ value }) => value === 'sudo' || value?.endsWith('/sudo') === true);
      if (
        sudo === undefined ||
        options(command, sudo.value ?? '').some((option) =>
          /^-(?:u|g|i|-user|-group|l|v|V|-list|-validate)/.test(option),
        )
      )
        continue;
      const fix = isRoot === true ? removal(instruction, command) : undefined;
      yield {
        span: sudo.span,
        message:
          isRoot === true
            ? 'The step runs as root already and needs no sudo.'
            : 'sudo runs the step as root; USER root before it does the same, and the image needs no sudo.',
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

function options({ wrappers }: ShellCommand, sudo: string): readonly string[] {
  const at = wrappers.findIndex(({ value }) => value === sudo);
  return wrappers.slice(at + 1).flatMap(({ value }) => (value?.startsWith('-') === true ? [value] : []));
}

// sudo hides ENV and replaces PATH: for these programs it makes no difference.
const INDIFFERENT =
  /^(?:apt-get|apt|apt-key|add-apt-repository|dpkg|apk|yum|dnf|microdnf|zypper|rpm|rm|mkdir|rmdir|cp|mv|ln|chown|chmod|chgrp|tee|touch|cat|echo|sed|tar|unzip|useradd|groupadd|usermod|adduser|addgroup|update-alternatives|ldconfig|locale-gen|install)$/;

function removal(instruction: Instruction, command: ShellCommand): Fix | undefined {
  const [first, ...rest] = command.wrappers;
  const isOnly = rest.every(({ value }) => /^-[EHnS]+$/.test(value ?? ''));
  const last = command.wrappers.at(-1);
  if (first?.value !== 'sudo' || last === undefined || !isOnly || command.name === undefined) return undefined;
  // A script of another shell or in exec form stays as it is where words are JSON strings.
  const edit = removeWords(instruction, command, first, last);
  if (edit === undefined || command.assignments.length > 0) return undefined;
  const title = 'Remove sudo';
  if (INDIFFERENT.test(command.name)) return { title, applicability: 'safe', edits: [edit] };
  const because = 'sudo keeps ENV away from the program and sets a PATH of its own.';
  return { title, applicability: 'review', because, edits: [edit] };
}
