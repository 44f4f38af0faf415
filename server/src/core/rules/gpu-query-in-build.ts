import { defineRule } from '../lint/rule';
import type { ShellCommand } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';

export default defineRule({
  id: 'gpu-query-in-build',
  aliases: ['tally/gpu/no-buildtime-gpu-queries'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['nvidia-smi', 'python', 'python3', 'uv', 'poetry', 'pdm', 'pipenv', 'conda', 'micromamba', 'mamba'],
  summary: 'The build asks for a GPU, and there is none.',
  docs: `
Steps of a build run without the GPU and its driver: \`nvidia-smi\` is not there ("not found", and the build stops), and
\`torch.cuda.is_available()\` says False whatever the image has. The driver comes in when the container is started.

Ask when the container starts, in the entrypoint or a health check. Silent where the failure is accepted
(\`nvidia-smi || true\`), under a condition, and with \`RUN --device\`.

**When to ignore:** on builders whose default runtime is NVIDIA's.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN nvidia-smi\n',
      good: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nHEALTHCHECK CMD nvidia-smi\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    if (instruction.keyword !== 'RUN' || instruction.flags.some(({ name }) => name === 'device')) return;
    const script = model.scriptOf(instruction);
    for (const command of script.commands) {
      if (command.isConditional || isExcused(command, script.statements[command.statement + 1]?.before?.operator))
        continue;
      const query = queryOf(file, instruction, command);
      if (query !== undefined)
        yield { span: query.span, message: `A build has no GPU: ${query.what} cannot tell here.` };
    }
  },
});

function isExcused({ mayFail, wrappers }: ShellCommand, next: string | undefined): boolean {
  // `command -v nvidia-smi` only looks for it.
  return (mayFail && next === '||') || wrappers.some(({ value }) => value === '-v' || value === '-V');
}

const QUERY =
  /\b(?:torch\.cuda\.(?:is_available|device_count|get_device_\w+|current_device|mem_get_info|init)|(?:tf|tensorflow)\.(?:config\.(?:experimental\.)?list_(?:physical|logical)_devices|test\.(?:is_gpu_available|gpu_device_name))|device_lib\.list_local_devices|jax\.(?:devices|local_devices)|cupy\.cuda\.runtime\.\w+|numba\.cuda\.(?:is_available|detect)|pynvml\.nvmlInit)\s*\(/;

interface Query {
  readonly span: Span;
  readonly what: string;
}

function queryOf(file: Dockerfile, instruction: Instruction, command: ShellCommand): Query | undefined {
  const { name, nameWord, args, redirects } = command;
  if (nameWord === undefined) return undefined;
  if (name === 'nvidia-smi') return { span: nameWord.span, what: 'nvidia-smi' };
  const isPython =
    /^python[\d.]*$/.test(name ?? '') ||
    (/^(?:uv|poetry|pdm|pipenv|conda|micromamba|mamba)$/.test(name ?? '') &&
      args[0]?.value === 'run' &&
      args.some(({ value }) => /^python[\d.]*$/.test(value ?? '')));
  if (!isPython) return undefined;
  const code = args[args.findIndex(({ value }) => value === '-c') + 1];
  const [inline] = QUERY.exec(code !== undefined && code !== args[0] ? code.text : '') ?? [];
  if (inline !== undefined && code !== undefined) {
    // In an exec form the text may hold escapes, so that places need not agree.
    const at = file.text.indexOf(inline, code.span.start);
    const isThere = at !== -1 && at < code.span.end;
    const span = isThere ? { start: at, end: at + inline.length - 1 } : code.span;
    return { span, what: inline.replace(/\s*\($/, '()') };
  }
  if (!redirects.some(({ operator }) => /^<<-?$/.test(operator))) return undefined;
  const host = instruction.trigger ?? instruction;
  for (const { bodySpan } of host.heredocs) {
    const match = QUERY.exec(
      file.text.slice(bodySpan.start, bodySpan.end).replace(/#.*/g, (text) => ' '.repeat(text.length)),
    );
    if (match === null) continue;
    const start = bodySpan.start + match.index;
    return { span: { start, end: start + match[0].length - 1 }, what: match[0].replace(/\s*\($/, '()') };
  }
  return undefined;
}
