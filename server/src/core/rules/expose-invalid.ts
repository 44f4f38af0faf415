import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

const MAPPED = ['buildkit/ExposeInvalidFormat', 'tally/buildkit/ExposeInvalidFormat'];
const UPPER_CASE = ['buildkit/ExposeProtoCasing', 'tally/buildkit/ExposeProtoCasing'];

export default defineRule({
  id: 'expose-invalid',
  aliases: [...MAPPED, ...UPPER_CASE],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['EXPOSE'],
  summary: 'EXPOSE names an address, a port of the host, or a protocol in upper case.',
  docs: `
EXPOSE notes the ports that the container listens on. Which port of the host, and which address, leads there is said when
the container starts (\`docker run -p 8080:80\`). BuildKit ignores both in \`EXPOSE 8080:80\`, warns, and will refuse them in
a later release. Protocols are written in lower case.

**When to ignore:** never needed.

**The fix** keeps the container's port, which is all that the image notes today.
`,
  fixes: 'sometimes',
  examples: [
    { bad: 'FROM nginx:1.28\nEXPOSE 8080:80\n', good: 'FROM nginx:1.28\nEXPOSE 80\n' },
    { bad: 'FROM nginx:1.28\nEXPOSE 80/TCP\n', good: 'FROM nginx:1.28\nEXPOSE 80/tcp\n' },
  ],
  *checkInstruction({ file, model }, instruction) {
    if (instruction.keyword !== 'EXPOSE') return;
    for (const { span, text, value } of instruction.words) {
      const expanded = model.expandAt(value, instruction);
      const port = expanded ?? value;
      const match = /^(.*:)?([^:/\s]+)(?:\/([a-z]+))?$/i.exec(port);
      if (match === null) continue;
      const [, host, container = '', protocol] = match;
      const isMapped = host !== undefined && !/\$\{[^}]*$/.test(host);
      const isUpper = protocol !== undefined && protocol !== protocol.toLowerCase();
      if (!isMapped && !isUpper) continue;
      // The syntax speaks of it already.
      if (file.problems.some((problem) => problem.span.start === span.start)) continue;
      const right = `${container}${protocol === undefined ? '' : `/${protocol.toLowerCase()}`}`;
      yield {
        span,
        message: isMapped
          ? `EXPOSE takes no ${host.split(':').length > 2 ? 'address' : 'port of the host'}: only ${container} counts.`
          : `The protocol "${protocol ?? ''}" is not in lower case.`,
        aliases: isMapped ? MAPPED : UPPER_CASE,
        ...(/["'$\\]/.test(text)
          ? {}
          : { fixes: [{ title: `Write ${right}`, applicability: 'safe', edits: [replace(span, right)] }] }),
      };
    }
  },
});
