import { administrationPort } from '../knowledge/ports';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'exposed-administration-port',
  aliases: ['trivy/DS-0004', 'checkov/CKV_DOCKER_1', 'kics/exposing_port_22', 'sonar/S6473', 'dockerfile-doctor/DD014'],
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  needs: ['EXPOSE'],
  options: {
    ports: ['22', '23', '512', '513', '514', '3389', '5800', '5900', '5901', '5985', '5986'] as readonly string[],
  },
  summary: 'A port of remote administration is exposed.',
  docs: `
A container is administered from its host (\`docker exec\`, \`kubectl exec\`), with the host's accounts and logs. SSH, telnet, VNC or
remote desktop inside are a second door with keys and passwords of its own. \`docker run -P\` publishes every exposed port.

The option \`ports\` lists them: by default SSH (22), telnet (23), the r commands (512 to 514), remote desktop (3389), VNC (5800,
5900, 5901) and WinRM (5985, 5986).

**When to ignore:** for a Git server, a bastion, or an image whose purpose is a remote desktop.
`,
  fixes: 'never',
  examples: [{ bad: 'FROM alpine:3.22\nEXPOSE 22\n', good: 'FROM alpine:3.22\nEXPOSE 8080\n' }],
  *check({ file, model, options }) {
    const ports = options.ports.map(Number);
    for (const outer of file.instructions) {
      const instruction = outer.trigger ?? outer;
      if (instruction.keyword !== 'EXPOSE' || model.stageOf(outer)?.isShipped === false) continue;
      for (const { value, span } of instruction.words) {
        const text = model.expandAt(value, outer);
        const [, first, last = first] = /^(\d+)(?:-(\d+))?(?:\/tcp)?$/i.exec(text ?? '') ?? [];
        // A range of hundreds of ports is not about the one among them.
        if (first === undefined || last === undefined || Number(last) - Number(first) > 20) continue;
        const found = ports.find((port) => Number(first) <= port && port <= Number(last));
        if (found === undefined) continue;
        const service = NAMES.get(found) ?? administrationPort(found)?.service ?? 'administration';
        yield {
          span,
          message: `Port ${found} is that of ${service}, by which a container is administered from outside.`,
        };
      }
    }
  },
});

const NAMES: ReadonlyMap<number, string> = new Map([
  [5800, 'VNC over HTTP'],
  [5986, 'WinRM'],
]);
