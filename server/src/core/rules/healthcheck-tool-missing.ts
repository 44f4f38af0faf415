import { askWithOwnProgram } from '../fixes/health-probe';
import { defineRule } from '../lint/rule';
import { lacksProgram } from '../model/available-programs';
import { stageChain } from '../model/configuration';

export default defineRule({
  id: 'healthcheck-tool-missing',
  aliases: ['tally/ruby/healthcheck-rails-up-endpoint'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['HEALTHCHECK'],
  summary: 'The health check runs a program that the image does not have.',
  docs: `
A health check runs inside the container, with the image's own programs. \`curl\` is in none of the slim images (debian,
python, node, ruby), \`wget\` in none of Debian's, and a distroless image has no shell to run anything with. The check then
fails every time, the container is "unhealthy", and an orchestrator restarts it for ever.

It is reported where the base image is known, no step installs the program, and nothing is copied to where it could be.

**When to ignore:** where the program comes with a file that the build context brings.

**The fix** asks with what the image has: Python's urllib, Node.js' fetch (18 and later), Ruby's
Net::HTTP, or BusyBox' wget on Alpine. It is
offered where the check does nothing but fetch one address.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nHEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1\nCMD ["python", "app.py"]\n',
      good: `FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000/health', timeout=3)"]\nCMD ["python", "app.py"]\n`,
    },
  ],
  *check({ model }) {
    const stage = model.finalStage;
    if (stage?.facts === undefined || stage.facts.distribution.family === 'windows') return;
    const { facts } = stage;
    const chain = stageChain(stage).flatMap(({ instructions }) => instructions);
    const instruction = chain.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
    const { healthType } = instruction ?? {};
    if (instruction === undefined || healthType?.value !== 'CMD') return;
    const script = model.scriptOf(instruction);
    if (instruction.exec === undefined && facts.hasShell === false && lacksProgram(model, stage, 'sh')) {
      yield { span: healthType.span, message: 'The health check runs in a shell, and the image has none.' };
      return;
    }
    for (const command of script.commands) {
      const { name, nameWord } = command;
      if (name === undefined || nameWord?.value === undefined || nameWord.value.includes('/')) continue;
      if (!lacksProgram(model, stage, name)) continue;
      // `curl ... || wget ...`: one of them is enough.
      if (script.commands.some((other) => other !== command && other.isConditional && other.name !== 'exit')) continue;
      const fix = askWithOwnProgram(facts, instruction, script);
      yield {
        span: nameWord.span,
        message: `The image has no ${name}, so the health check always fails.`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
      return;
    }
  },
});
