import { removeStatement } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import type { ShellScript } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt } from '../text/edit';
import { cover } from '../text/span';

export default defineRule({
  id: 'split-install',
  aliases: ['docker-parfum/ruleMoreThanOneInstall'],
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  needs: ['apt-get', 'apt', 'aptitude', 'apk', 'dnf', 'yum', 'microdnf', 'tdnf', 'zypper'],
  summary: 'Two installations follow each other that could be one.',
  docs: `
Each call of the package manager reads the index, works out what is needed and sets packages up anew, and packages stand in
two lists to look through. Two calls with the same options, one right after the other in one RUN, do the same as one.

**When to ignore:** where the first call brings a source of packages that the second one needs.

**The fix** moves the packages of the second call to the first. It needs a look: alternatives may be chosen in another way.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && apt-get install -y git\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl git\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const script = model.scriptOf(instruction);
    const operations = model.packageOperationsOf(instruction);
    for (const [i, second] of operations.entries()) {
      const first = operations[i - 1];
      const { verb, command } = second;
      if (first === undefined || verb === undefined || !areOne(script, first, second)) continue;
      const fix = joined(model, instruction, script, first, second);
      yield {
        span: cover(command.nameWord?.span ?? verb.span, verb.span),
        message: `${second.manager.name} ${second.subcommand} runs a second time, right after a call with the same options.`,
        related: [{ span: first.command.span, message: 'The first call.' }],
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

function areOne(script: ShellScript, first: PackageOperation, second: PackageOperation): boolean {
  const isPlain = (operation: PackageOperation): boolean =>
    operation.manager.kind === 'os' &&
    /^(?:install|add|in)$/.test(operation.subcommand) &&
    operation.operands.length > 0 &&
    !operation.command.isConditional &&
    operation.command.redirects.length === 0 &&
    script.statements[operation.command.statement]?.commands.length === 1 &&
    // A source of packages, a file, or a set with a name of its own, which is to go again.
    operation.operands.every(
      ({ text, value }) => value !== undefined && !/-release\b|^software-properties|\/|\.(?:deb|rpm|apk)$/.test(text),
    ) &&
    !operation.hasOption(['--virtual', '-t', '--target-release', '--type']);
  const optionsOf = ({ options, command }: PackageOperation): string =>
    [
      ...command.wrappers.map(({ text }) => text),
      ...command.assignments.map(({ name, value }) => `${name}=${value?.text ?? ''}`),
      ...options.map(({ name, value }) => `${name} ${value ?? ''}`),
    ]
      .sort()
      .join('\n');
  return (
    script.source !== 'exec' &&
    first.manager === second.manager &&
    second.command.statement === first.command.statement + 1 &&
    script.statements[second.command.statement]?.before?.operator !== '||' &&
    isPlain(first) &&
    isPlain(second) &&
    optionsOf(first) === optionsOf(second)
  );
}

function joined(
  model: DockerfileModel,
  instruction: Instruction,
  script: ShellScript,
  first: PackageOperation,
  second: PackageOperation,
): Fix | undefined {
  const last = first.operands.at(-1);
  const statement = script.statements[second.command.statement];
  const removal = statement && removeStatement(model.file, instruction, script, statement);
  // Edits may not touch: the packages go before the words that end the first call.
  if (last === undefined || removal === undefined) return undefined;
  const words = ` ${second.operands.map(({ text }) => text).join(' ')}`;
  const isSamePlace = removal.span.start === last.span.end;
  return {
    title: 'Install all in one call',
    applicability: 'review',
    because: 'The package manager may choose otherwise when it sees all packages at once.',
    edits: isSamePlace ? [{ span: removal.span, newText: words }] : [insertAt(last.span.end, words), removal],
  };
}
