import { commandsOf } from '../knowledge/os-packages';
import { providesTool } from '../knowledge/image-tools';
import type { ImageFacts } from '../knowledge/image-facts';
import { defineRule, type Fix } from '../lint/rule';
import { stageChain } from '../model/configuration';
import type { DockerfileModel } from '../model/model';
import { baseName } from '../model/paths';
import type { ShellScript } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';
import { cover } from '../text/span';

export default defineRule({
  id: 'healthcheck-tool-missing',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'The health check runs a program that the image does not have.',
  docs: `
A health check runs inside the container, with the image's own programs. \`curl\` is in none of the slim images (debian,
python, node, ruby), \`wget\` in none of Debian's, and a distroless image has no shell to run anything with. The check then
fails every time, the container is "unhealthy", and an orchestrator restarts it for ever.

It is reported where the base image is known, no step installs the program, and nothing is copied to where it could be.

**When to ignore:** where the program comes with a file that the build context brings.

**The fix** asks with what the image has: Python's urllib, Node.js' fetch (18 and later), or BusyBox' wget on Alpine. It is
offered where the check does nothing but fetch one address.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nHEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1\nCMD ["python", "app.py"]\n',
      good: `FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000/health', timeout=3)"]\nCMD ["python", "app.py"]\n`,
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    if (stage?.facts === undefined || stage.facts.distribution.family === 'windows') return;
    const { facts } = stage;
    const chain = stageChain(stage).flatMap(({ instructions }) => instructions);
    const instruction = chain.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
    const { healthType } = instruction ?? {};
    if (instruction === undefined || healthType?.value !== 'CMD') return;
    const script = model.scriptOf(instruction);
    if (instruction.exec === undefined && facts.hasShell === false && !mayBeCopied(model, chain, 'sh')) {
      yield { span: healthType.span, message: 'The health check runs in a shell, and the image has none.' };
      return;
    }
    for (const command of script.commands) {
      const { name, nameWord } = command;
      if (name === undefined || nameWord?.value === undefined || nameWord.value.includes('/')) continue;
      if (providesTool(facts, name) !== false || isInstalled(model, chain, name) || mayBeCopied(model, chain, name))
        continue;
      // `curl ... || wget ...`: one of them is enough.
      if (script.commands.some((other) => other !== command && other.isConditional && other.name !== 'exit')) continue;
      const fix = fixOf(file.text, facts, instruction, script);
      yield {
        span: nameWord.span,
        message: `The image has no ${name}, so the health check always fails.`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
      return;
    }
  },
});

/** A step installs a package that has the program, or one whose name is not known. */
function isInstalled(model: DockerfileModel, chain: readonly Instruction[], tool: string): boolean {
  return chain.some((instruction) => {
    if (instruction.keyword !== 'RUN') return false;
    // A script of the author's may do anything.
    if (model.scriptOf(instruction).commands.some(({ nameWord }) => /\.sh$|^\.{1,2}\//.test(nameWord?.value ?? '')))
      return true;
    if (
      model
        .scriptOf(instruction)
        .commands.some(({ args }) => args.some(({ value }) => value !== undefined && baseName(value) === tool))
    )
      return true;
    return model.packageOperationsOf(instruction).some(
      ({ action, operands }) =>
        action === 'install' &&
        operands.some(({ value }) => {
          if (value === undefined) return true;
          const name = value.split(/[=<>~@:]/)[0] ?? value;
          return (
            name === tool ||
            (name.startsWith(tool) && !/^(?:lib|node|python)/.test(tool)) ||
            commandsOf(name)?.includes(tool) === true
          );
        }),
    );
  });
}

/** Something is copied to a directory of PATH, or under the program's name. */
function mayBeCopied(model: DockerfileModel, chain: readonly Instruction[], tool: string): boolean {
  return chain.some((instruction) => {
    const copy = model.copyOf(instruction);
    // Half typed, a COPY brings nothing yet.
    if (copy?.destination === undefined) return false;
    const path = copy.destinationPath;
    if (path === undefined || /^\/(?:usr(?:\/local)?(?:\/s?bin)?|s?bin|busybox)?\/?$/.test(path)) return true;
    return baseName(path) === tool || copy.sources.some(({ word }) => baseName(word.value).startsWith(tool));
  });
}

const URL = /^https?:\/\/[\w.[\]:-]+(?:\/[\w./?=&%~+-]*)?$/;

/** The address, where the check is nothing but one request. */
function addressOf(script: ShellScript): string | undefined {
  const [command, ...others] = script.commands;
  if (command?.name === undefined || !/^(?:curl|wget)$/.test(command.name)) return undefined;
  if (others.some(({ name, args }) => name !== 'exit' || args[0]?.value === '0') || others.length > 1) return undefined;
  if (command.redirects.some(({ target }) => target?.value !== '/dev/null' && !/^\d$/.test(target?.value ?? '')))
    return undefined;
  let address: string | undefined;
  for (let i = 0; i < command.args.length; i++) {
    const value = command.args[i]?.value;
    if (value === undefined) return undefined;
    if (/^(?:-o|--output|-m|--max-time|--connect-timeout|-T|--timeout|-t|--tries|-O|--retry)$/.test(value)) i++;
    else if (
      /^(?:-[fsSILqkT]+|--fail|--silent|--show-error|--location|--head|--spider|--quiet|-nv|--no-verbose|--(?:tries|timeout|max-time|output)=\S+|-q?O-|-qO)$/.test(
        value,
      )
    ) {
      if (value === '-qO') i++;
    } else if (address === undefined && !value.startsWith('-'))
      address = /^https?:/.test(value) ? value : `http://${value}`;
    else return undefined;
  }
  return address !== undefined && URL.test(address) ? address : undefined;
}

function fixOf(text: string, facts: ImageFacts, instruction: Instruction, script: ShellScript): Fix | undefined {
  const address = addressOf(script);
  const { healthType, body } = instruction;
  if (address === undefined || healthType === undefined || instruction.innerComments.length > 0) return undefined;
  const probe = probeOf(facts, address);
  if (probe === undefined) return undefined;
  const start = { start: healthType.span.end, end: body.span.end };
  const span = cover(start, start);
  const form = ` [${probe.argv.map((word) => JSON.stringify(word)).join(', ')}]`;
  if (text.slice(span.start, span.end) === form) return undefined;
  return {
    title: `Ask with ${probe.tool}`,
    applicability: 'review',
    because: 'The request is made by another program, which may follow redirects and judge answers differently.',
    edits: [replace(span, form)],
  };
}

function probeOf(
  facts: ImageFacts,
  address: string,
): { readonly tool: string; readonly argv: readonly string[] } | undefined {
  const language = facts.language?.name;
  const has = (tool: string): boolean => providesTool(facts, tool) === true;
  if (language === 'Python') {
    const tool = facts.isDistroless ? '/usr/bin/python3' : 'python';
    return { tool: 'Python', argv: [tool, '-c', `import urllib.request as u; u.urlopen('${address}', timeout=3)`] };
  }
  if (language === 'Node.js' && Number.parseInt(facts.language?.version ?? '', 10) >= 18) {
    const code = `fetch('${address}').then((r) => process.exit(r.ok ? 0 : 1)).catch(() => process.exit(1))`;
    return { tool: 'Node.js', argv: [facts.isDistroless ? '/nodejs/bin/node' : 'node', '-e', code] };
  }
  if (has('wget')) return { tool: 'wget', argv: ['wget', '-q', '-O', '/dev/null', address] };
  if (has('curl')) return { tool: 'curl', argv: ['curl', '-fsS', '-o', '/dev/null', address] };
  return undefined;
}
