import type { ImageFacts } from '../knowledge/image-facts';
import { providesTool } from '../knowledge/image-tools';
import type { Fix } from '../lint/rule';
import type { ShellScript } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

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

/** Returns a fix that makes the request with a program of the image; `undefined` where the check does more than one request. */
export function askWithOwnProgram(facts: ImageFacts, instruction: Instruction, script: ShellScript): Fix | undefined {
  const address = addressOf(script);
  const { healthType, body } = instruction;
  if (address === undefined || healthType === undefined || instruction.innerComments.length > 0) return undefined;
  const probe = probeOf(facts, address);
  if (probe === undefined) return undefined;
  const span = { start: healthType.span.end, end: body.span.end };
  const form = ` [${probe.argv.map((word) => JSON.stringify(word)).join(', ')}]`;
  return {
    title: `Ask with ${probe.tool}`,
    applicability: 'review',
    because: 'The request is made by another program, which may follow redirects and judge answers differently.',
    edits: [replace(span, form)],
  };
}

/** Returns how a program that the image has makes a request to `address`; undefined where none is known. */
export function probeOf(
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
  if (language === 'Ruby') {
    const code = `exit Net::HTTP.get_response(URI('${address}')).is_a?(Net::HTTPSuccess)`;
    return { tool: 'Ruby', argv: ['ruby', '-rnet/http', '-e', code] };
  }
  if (has('wget')) return { tool: 'wget', argv: ['wget', '-q', '-O', '/dev/null', address] };
  if (has('curl')) return { tool: 'curl', argv: ['curl', '-fsS', '-o', '/dev/null', address] };
  return undefined;
}
