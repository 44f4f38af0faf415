import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { runShellOf } from '../model/run-shell';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'checksum-line-spacing',
  aliases: ['docker-parfum/sha256sumEchoOneSpaces'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['sha256sum', 'sha512sum', 'sha1sum', 'md5sum', 'sha384sum', 'sha224sum', 'sha3sum'],
  summary: 'The line with a checksum has one space where BusyBox wants two.',
  docs: `
A line for \`sha256sum -c\` is the checksum, a space, a space or \`*\`, and the file's name. GNU's tool takes one space as well;
BusyBox, which Alpine has, takes the line for broken and fails the step.

Reported on images with BusyBox's tool, where no step installs \`coreutils\`.

**When to ignore:** never.

**The fix** adds the second space.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN echo "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb a.tgz" | sha256sum -c\n',
      good: 'FROM alpine:3.22\nRUN echo "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.tgz" | sha256sum -c\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    const { commands } = model.scriptOf(instruction);
    for (const { name, args, pipe } of commands) {
      const checks = /^(?:sha\d+|md5)sum$/.test(name ?? '') && args.some(({ value }) => /^-[a-z]*c/.test(value ?? ''));
      if (!checks || pipe === undefined || pipe.index === 0) continue;
      const writer = commands.find((other) => other.pipe?.id === pipe.id && other.pipe.index === pipe.index - 1);
      if (writer?.name !== 'echo') continue;
      const words = writer.args.filter(({ value }) => !/^-[neE]+$/.test(value ?? ''));
      const [first, second] = words;
      if (first === undefined || !hasBusyBoxTool(model, instruction)) continue;
      const message = `BusyBox's ${name ?? 'tool'} wants two spaces between checksum and name.`;
      if (words.length === 2 && second !== undefined && isSum(first.text) && !second.text.startsWith('*'))
        yield { span: { start: first.span.start, end: second.span.end }, message };
      const match = words.length === 1 ? LINE.exec(first.text) : null;
      if (match === null) continue;
      const isLiteral = first.span.end - first.span.start === first.text.length;
      const end = first.span.start + (match[1]?.length ?? 0);
      yield {
        span: first.span,
        message,
        fixes: isLiteral ? [{ title: 'Add a space', applicability: 'safe', edits: [insertAt(end, ' ')] }] : [],
      };
    }
  },
});

const LINE = /^(["'](?:[0-9a-fA-F]{32,128}|\$\{?\w+\}?)) (?![ *])\S[^\n]*$/;

function isSum(text: string): boolean {
  return /^["']?(?:[0-9a-fA-F]{32,128}|\$\{?\w+\}?)["']?$/.test(text);
}

function hasBusyBoxTool(model: DockerfileModel, instruction: Instruction): boolean {
  const stage = model.stageOf(instruction);
  if (stage === undefined || runShellOf(model, instruction) === undefined) return false;
  if (stage.facts?.defaultShell !== 'busybox') return false;
  return !stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .some((other) =>
      model
        .packageOperationsOf(other)
        .some(({ operands }) => operands.some(({ value }) => value?.startsWith('coreutils') === true)),
    );
}
