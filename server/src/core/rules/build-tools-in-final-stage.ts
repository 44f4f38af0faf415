import type { BuildContext } from '../context/build-context';
import { packageName, packageUse, runtimePackagesFor } from '../knowledge/os-packages';
import { defineRule, type Fix } from '../lint/rule';
import { stageChain } from '../model/configuration';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import { commandsOfChain } from '../model/stage-artifacts';
import { containerStart } from '../model/start';
import { divideInheritedBuilder } from '../multistage/inherited-builder';
import { standBelowPackages } from '../multistage/reparented-stage';
import { smallerFinalBase } from '../multistage/smaller-final-base';
import type { ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'build-tools-in-final-stage',
  aliases: ['tally/gpu/prefer-runtime-final-stage'],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'The last stage of a multi-stage build ships compilers or headers.',
  docs: `
The point of stages is to leave compilers, headers and package managers behind. They come along again when the last
stage is built on the stage that installs them, installs them itself, or starts from an image made for building (\`golang\`, \`rust\`, \`maven\`, \`dotnet/sdk\`, a JDK) or a full
one (\`node:24\`, where \`node:24-slim\` has no compiler). They make the image hundreds of megabytes larger and give an
attacker tools.

A package that ends in \`-dev\` holds headers; what runs needs the library only (\`libpq5\` for \`libpq-dev\`). Copy what was
built (\`COPY --from=build\`) into a stage on the plain base instead.

Only files with several stages are judged, and only the last stage: a development or test stage is meant to have tools.

**When to ignore:** where the program compiles something as it runs.

**The fix** replaces development packages by their libraries, where nothing in the shipped stages compiles; lets the last
stage run on the smaller image, with the certificates and libraries that have to come along; or copies what an inherited
stage builds into a stage of its own. The last two are checked like a conversion to stages (configuration, files,
packages, C library, release) and offered only if all of it holds.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim-bookworm AS base\nRUN apt-get update && apt-get install -y gcc libc6-dev\nFROM base\nCOPY app.py /\nCMD ["python", "/app.py"]\n',
      good: 'FROM python:3.13-slim-bookworm AS base\nRUN apt-get update && apt-get install -y gcc libc6-dev\nFROM python:3.13-slim-bookworm\nCOPY app.py /\nCMD ["python", "/app.py"]\n',
    },
    {
      bad: 'FROM python:3.13-slim-bookworm AS build\nRUN python -m venv /venv\nFROM python:3.13-slim-bookworm\nRUN apt-get update && apt-get install -y libpq-dev\nCOPY --from=build /venv /venv\nCMD ["/venv/bin/gunicorn"]\n',
      good: 'FROM python:3.13-slim-bookworm AS build\nRUN python -m venv /venv\nFROM python:3.13-slim-bookworm\nRUN apt-get update && apt-get install -y libpq5\nCOPY --from=build /venv /venv\nCMD ["/venv/bin/gunicorn"]\n',
    },
  ],
  *check({ model, context }) {
    const stage = model.finalStage;
    if (stage?.baseWord === undefined || model.stages.length < 2 || isToolStage(stage)) return;
    // An image without a command of its own, and with nothing to serve, is a toolchain for others (golang, rust).
    const chain = stageChain(stage).flatMap(({ instructions }) => instructions);
    const isForOthers = !chain.some(({ keyword }) => /^(?:CMD|ENTRYPOINT|EXPOSE|HEALTHCHECK|USER)$/.test(keyword));
    const bringsFiles = chain.some((instruction) => model.copyOf(instruction)?.from.kind === 'context');
    if (isForOthers && !bringsFiles) return;
    const inherited = stageChain(stage)
      .slice(0, -1)
      .flatMap((parent) => toolsOf(model, parent).map((tools) => ({ ...tools, parent })));
    if (inherited.length > 0) {
      const words = inherited.flatMap((tools) => tools.words);
      yield {
        span: stage.baseWord.span,
        message: `The final stage inherits build tools from ${nameOf(inherited[0]?.parent)}: ${listOf(words)}.`,
        related: words.slice(0, 5).map((word) => ({ span: word.span, message: 'Installed here.' })),
        fixes: () => divided(model, context),
      };
    }
    for (const { words, instruction } of toolsOf(model, stage)) {
      const [first, ...others] = words;
      if (first === undefined) continue;
      yield {
        span: first.span,
        message: `The final stage installs build tools: ${listOf(words)}.${librariesOf(stage, words)}`,
        related: others.slice(0, 5).map((word) => ({ span: word.span, message: 'Installed here as well.' })),
        fixes: fixesOf(model, stage, words, instruction),
      };
    }
    const { facts, image } = stage;
    if (facts === undefined || image === undefined) return;
    const isForBuilding = isSdk(facts.family, facts.variant);
    const isJdk = facts.variant === 'jdk';
    if (!isForBuilding && !isJdk && !isFull(facts.family, facts.variant)) return;
    const start = containerStart(model, stage, context);
    if (!start.isSet || start.isInteractive) return;
    if (
      start.commands.some(({ name }) =>
        /^(?:go|cargo|mvnw?|gradlew?|sbt|air|dlv|gcc|make|ghci|stack|cabal)$/.test(name ?? ''),
      )
    )
      return;
    if (
      start.commands.some(
        ({ name, args }) => name === 'dotnet' && /^(?:run|watch|test|build|ef)$/.test(args[0]?.value ?? ''),
      )
    )
      return;
    // A JDK has tools for the running program, too (jcmd): it is worth a word where nothing but java starts.
    if (isJdk && !start.commands.every(({ name }) => name === 'java' || name === 'exec')) return;
    const smaller = smallerFinalBase(model, context);
    if (!isForBuilding && smaller === undefined) return;
    const what = isForBuilding
      ? 'is an image for building, and the final stage ships it'
      : isJdk
        ? "brings Java's compiler, and the final stage ships it"
        : 'brings compilers and headers, and the final stage ships them';
    const instead =
      smaller === undefined
        ? ''
        : ` ${smaller.reference} ${isForBuilding || isJdk ? 'runs what it builds' : 'is the same without them'}.`;
    yield {
      span: stage.baseWord.span,
      message: `${image.text} ${what}.${instead}`,
      fixes: () => {
        if (stage.parent !== undefined) return divided(model, context);
        const edits = smaller?.edits();
        return smaller === undefined || edits === undefined ? [] : [fixOf(smaller.reference, edits)];
      },
    };
  },
});

function isToolStage({ name }: Stage): boolean {
  return (
    name !== undefined &&
    /(?:^|[-_.])(?:dev|devel|development|develop|test|tests|testing|debug|ci|lint|build|builder|sdk|devcontainer|tools?)(?:$|[-_.])/.test(
      name,
    )
  );
}

function isSdk(family: string, variant: string): boolean {
  return (
    variant === 'sdk' || variant === 'devel' || /^(?:golang|rust|maven|gradle|sbt|gcc|haskell|cargo-chef)$/.test(family)
  );
}

/** Images with a slim twin: `node:24` has gcc, make, git and the headers of dozens of libraries. */
function isFull(family: string, variant: string): boolean {
  return variant === 'full' && /^(?:python|node|ruby|perl)$/.test(family);
}

function divided(model: DockerfileModel, context: BuildContext | undefined): readonly Fix[] {
  const edits = divideInheritedBuilder(model, context) ?? standBelowPackages(model, context);
  const because = 'The image gets other layers and, where the plan says so, another base.';
  return edits === undefined
    ? []
    : [{ title: 'Copy what is built into a stage of its own', applicability: 'review', because, edits }];
}

function fixOf(reference: string, edits: Fix['edits']): Fix {
  return {
    title: `Run on ${reference}`,
    applicability: 'review',
    because: 'The other image lacks programs (git, wget, make) that the application may start by itself.',
    edits,
  };
}

const TOOL =
  /^(?:gcc|g\+\+|cpp|clang|make|cmake|ninja(?:-build)?|samurai|meson|autoconf|automake|libtool|bison|flex|pkg-config|pkgconf|build-essential|build-base|alpine-sdk|musl-dev|libc-dev|libc6-dev|linux-headers.*|cargo|rustc?|golang(?:-go)?|go|maven|gradle|gfortran|gcc-c\+\+|rpm-build|nasm|yasm|patchelf|cython3?|node-gyp)(?:-[\d.]+)?$/;

interface InstalledTools {
  readonly instruction: Instruction;
  readonly words: readonly ShellWord[];
}

/** Compilers and headers that an instruction of `stage` installs and does not remove again. */
function toolsOf(model: DockerfileModel, stage: Stage): readonly InstalledTools[] {
  return stage.instructions.flatMap((instruction): readonly InstalledTools[] => {
    if (instruction.keyword !== 'RUN') return [];
    const operations = model.packageOperationsOf(instruction).filter(({ manager }) => manager.kind === 'os');
    // `apk del .build-deps`, `apt-get purge --auto-remove`: what goes again in the same RUN leaves nothing behind.
    if (operations.some(({ action }) => action === 'remove')) return [];
    const words = operations
      .filter(({ action }) => action === 'install')
      .flatMap(({ operands, manager }) => operands.filter((word) => isTool(word, manager.name)));
    // make alone builds nothing: it often starts the tasks of a Makefile.
    return words.every(({ text }) => /^(?:make|pkg-config|pkgconf)$/.test(text)) ? [] : [{ instruction, words }];
  });
}

function isTool(word: ShellWord, manager: string): boolean {
  if (word.value === undefined) return false;
  const name = packageName(word.value);
  const use = packageUse(name, manager === 'apk' ? 'apk' : /^(?:apt|apt-get|aptitude)$/.test(manager) ? 'apt' : 'dnf');
  return use === 'dev' || TOOL.test(name);
}

function nameOf(stage: Stage | undefined): string {
  return stage?.nameWord === undefined ? 'the stage above' : `the stage ${stage.nameWord.text}`;
}

function listOf(words: readonly ShellWord[]): string {
  const names = [...new Set(words.map(({ value, text }) => packageName(value ?? text)))];
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** "What runs needs libpq5 only." */
function librariesOf(stage: Stage, words: readonly ShellWord[]): string {
  const runtime = words.flatMap((word) => runtimeOf(stage, word) ?? []);
  return runtime.length === 0
    ? ''
    : ` At run time ${runtime.join(', ')} ${runtime.length === 1 ? 'is' : 'are'} enough.`;
}

function runtimeOf({ facts }: Stage, word: ShellWord): readonly string[] | undefined {
  if (facts === undefined || word.value === undefined || TOOL.test(packageName(word.value))) return undefined;
  const found = runtimePackagesFor(word.value, facts.distribution);
  return found?.isInSlimBase === true ? [] : found?.packages;
}

const COMPILES =
  /^(?:pip[\d.]*|pipenv|poetry|uv|pdm|conda|python[\d.]*|npm|yarn|pnpm|node-gyp|gem|bundle|cargo|go|make|cmake|ninja|meson|gcc|g\+\+|cc|clang|configure|docker-php-ext-install|pecl|phpize|mvn|gradle|R|Rscript|cpanm|luarocks|mix|rebar3|stack|cabal)$/;

function fixesOf(
  model: DockerfileModel,
  stage: Stage,
  words: readonly ShellWord[],
  instruction: Instruction,
): readonly Fix[] {
  if (instruction.exec !== undefined) return [];
  if (
    commandsOfChain(model, stage).some(
      ({ command }) => COMPILES.test(command.name ?? '') || command.name?.endsWith('.sh') === true,
    )
  )
    return [];
  const edits = words.map((word) => {
    const runtime = runtimeOf(stage, word);
    return runtime === undefined || runtime.length === 0 || word.value !== packageName(word.value ?? '')
      ? undefined
      : replace(word.span, runtime.join(' '));
  });
  const known = edits.filter((edit) => edit !== undefined);
  if (known.length !== words.length) return [];
  return [
    {
      title: `Install ${words.flatMap((word) => runtimeOf(stage, word) ?? []).join(' ')} instead`,
      applicability: 'review',
      because: 'The library is what programs load; a script that compiles at run time would miss the headers.',
      edits: known,
    },
  ];
}
