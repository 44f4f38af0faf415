import { packageName } from '../knowledge/os-packages';
import { compilesAtRunTime } from '../knowledge/python-packages';
import type { Refusal } from './plan';
import type { Draft } from './recipe';
import { refuse } from './refusal';
import type { Source } from './source';

/*
 * Some packages of Python write code and compile it while they run: their image needs the compiler that a conversion would
 * leave behind.
 */

/** Returns the refusal for a package that compiles while it runs, or what is assumed of one that may; `names` are those that are known, `runtime` is the base of the runtime. */
export function compilersAtRunTime(
  source: Source,
  names: readonly string[],
  runtime: string | undefined,
): Refusal | Draft['assumptions'] {
  const { facts, stage } = source;
  const compiler = compilerWord(source);
  const isLeft = compiler !== undefined || runtime !== source.baseText;
  const found = names.find((name) => compilesAtRunTime(name) === 'always');
  const span = compiler?.span ?? stage.baseWord?.span;
  const has =
    compiler === undefined ? `"${source.baseText}"` : `line ${source.file.lines.lineAt(compiler.span.start) + 1}`;
  if (isLeft && found !== undefined)
    return refuse('R8', `${found} compiles code while it runs, with the compiler that ${has} brings.`, span);
  const isGpu = facts.family === 'cuda' || facts.family === 'pytorch';
  const may = names.find((name) => compilesAtRunTime(name) === 'on-gpu');
  if (isGpu && compiler !== undefined && may !== undefined)
    return refuse(
      'R8',
      `${may} compiles its kernels for the GPU while it runs, with the compiler that ${has} brings.`,
      span,
    );
  if (!isGpu || !isLeft) return [];
  return [
    {
      message:
        'Nothing compiles code while it runs: torch.compile, Triton and CuPy would, and need the compiler that stays behind.',
      ...(span === undefined ? {} : { span }),
    },
  ];
}

function compilerWord({ runs }: Source) {
  return runs
    .flatMap(({ operations }) => [...operations.values()])
    .flatMap(({ manager, action, operands }) => (manager.kind === 'os' && action === 'install' ? operands : []))
    .find(({ value }) =>
      /^(?:gcc|g\+\+|gcc-c\+\+|clang|build-essential|build-base)(?:-\d+)?$/.test(packageName(value ?? '')),
    );
}
