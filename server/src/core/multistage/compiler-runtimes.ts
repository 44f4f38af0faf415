import type { BuildContext } from '../context/build-context';
import { pythonPackage } from '../knowledge/python-packages';
import type { Draft } from './recipe';
import type { Source, SourceRun } from './source';

/** Packages that bring a compiler, and with it the runtime library of OpenMP. */
const COMPILERS = /^(?:gcc|g\+\+|gfortran|build-essential|build-base|alpine-sdk|clang)(?:-[\d.]+)?(?:[=~<>].*)?$/;

/** Returns the runtime library of OpenMP where a compiler brought it along that stays behind: what `-fopenmp` compiles, and wheels that rely on it, load it as they start. */
export function compilerRuntimes({ runs, facts }: Source): Draft['packages'] {
  const { family } = facts.distribution;
  const installsCompiler = ({ operations }: SourceRun): boolean =>
    [...operations.values()].some(
      ({ manager, action, operands }) =>
        manager.kind === 'os' && action === 'install' && operands.some(({ value }) => COMPILERS.test(value ?? '')),
    );
  // What the file removes again, with all that came along, the original does without.
  const removesAll = ({ script }: SourceRun): boolean =>
    script.commands.some(({ name, args }) =>
      args.some(({ value }) =>
        name === 'apk' ? value === 'del' : /^(?:autoremove|--auto-?remove)$/.test(value ?? ''),
      ),
    );
  const installs = runs.some((run, index) => installsCompiler(run) && !runs.slice(index).some(removesAll));
  const name = family === 'alpine' ? 'libgomp' : family === 'debian' || family === 'ubuntu' ? 'libgomp1' : undefined;
  return installs && name !== undefined
    ? [{ name, why: 'It came with the compiler, and what is compiled with OpenMP needs it at run time.' }]
    : [];
}

/** Tells whether one of the distributions is known to load the library of OpenMP from the system. */
export function needsOpenMp(names: readonly string[]): boolean {
  return names.some((name) => pythonPackage(name)?.debianRuntime.includes('libgomp1') === true);
}

const BUILD_FILES =
  /^(?:(?:GNU)?[Mm]akefile(?:\.am|\.in)?|CMakeLists\.txt|meson\.build|configure(?:\.ac|\.in)?|SConstruct|SConscript|[\w.-]+\.(?:mk|pro|cmake|gyp))$/;

/** Tells whether a build file of the context, down to two directories deep, turns OpenMP on. */
export function mentionsOpenMp(context: BuildContext, directory = '', depth = 2): boolean {
  return (context.list(directory) ?? []).some((entry) => {
    const name = entry.replace(/\/$/, '');
    const path = directory === '' ? name : `${directory}/${name}`;
    if (BUILD_FILES.test(name)) return /openmp|gomp/i.test(context.read(path) ?? '');
    return depth > 0 && !name.startsWith('.') && name !== 'node_modules' && mentionsOpenMp(context, path, depth - 1);
  });
}
