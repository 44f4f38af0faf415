import { defineRule } from '../lint/rule';
import type { CopySource, Stage } from '../model/stage';

export default defineRule({
  id: 'no-command',
  aliases: ['projectatomic/required_instruction_cmd', 'dockerfile-roast/DF036'],
  category: 'correctness',
  severity: 'info',
  preset: 'recommended',
  summary: "The final stage has no command of its own and starts the base image's interpreter.",
  docs: `
CMD is inherited from the base image. That of python is \`python3\`, that of node is \`node\`: a container without a terminal
starts the interpreter, finds nothing to read, and ends at once with status 0.

It is reported where the image holds files of the application.

**When to ignore:** where every use names a command, or where the image is a base for others.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nCMD ["python", "app.py"]\n',
    },
  ],
  *check({ model }) {
    const stage = model.finalStage;
    if (stage?.facts === undefined || stage.baseWord === undefined) return;
    const instructions = chain(stage).flatMap((one) => one.instructions);
    if (instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT' || keyword === 'ONBUILD'))
      return;
    const { cmd } = stage.facts.config;
    const [program, ...rest] = cmd ?? [];
    if (program === undefined || rest.length > 0 || !INTERPRETERS.test(program)) return;
    // Those are started by an editor, a test runner or another build.
    if (/^(?:dev|development|devcontainer|test|ci|build|builder|base)$/.test(stage.name ?? '')) return;
    const holdsApplication = instructions.some((instruction) => {
      const copy = model.copyOf(instruction);
      return copy?.from.kind === 'context' && copy.sources.some(isApplication);
    });
    if (!holdsApplication) return;
    yield {
      span: stage.baseWord.span,
      message: `The final stage sets neither CMD nor ENTRYPOINT, so a container starts ${program}, the interpreter, and ends.`,
    };
  },
});

const INTERPRETERS = /^(?:python3?|pypy3?|node|irb|jshell|iex|erl|ghci|julia|R|groovysh|scala|bun|deno)$/;

/** All of the source, a directory of it, or a program; manifests and scripts of the image alone are a toolchain. */
function isApplication({ path, isEverything }: CopySource): boolean {
  if (isEverything) return true;
  if (path === undefined) return false;
  return /\.(?:[cm]?[jt]sx?|py|rb|jl|R|exs?|scala|groovy|java|hs|erl)$|^(?:src|app|server|lib)(?:\/|$)/.test(path);
}

function chain(stage: Stage): readonly Stage[] {
  return stage.parent === undefined ? [stage] : [...chain(stage.parent), stage];
}
