import { removeInstruction, removeStatementOrInstruction, removeWord } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { isDevelopmentStage } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'xdebug-shipped',
  aliases: ['tally/php/no-xdebug-in-final-image'],
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  needs: [
    'docker-php-ext-install',
    'docker-php-ext-enable',
    'install-php-extensions',
    'pecl',
    'phpenmod',
    'apt-get',
    'apt',
    'apk',
    'yum',
    'dnf',
  ],
  summary: 'Xdebug is in the image that ships.',
  docs: `
Xdebug is a debugger: loaded, it slows every request down, and with remote debugging on it opens a connection to whoever the
request names, who can run code then.

Reported in the final stage and those below it, unless their name or \`APP_ENV\` says development or test, the installation is
conditional (\`if [ "$XDEBUG" = 1 ]\`), or a later step takes Xdebug away.

**When to ignore:** in images for development, which \`--target\` or a file of their own sets apart.

**The fix** removes what installs it, where that is one command.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM php:8.4-fpm\nRUN pecl install xdebug && docker-php-ext-enable xdebug\n',
      good: 'FROM php:8.4-fpm AS dev\nRUN pecl install xdebug && docker-php-ext-enable xdebug\nFROM php:8.4-fpm\n',
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    if (stage === undefined || isDevelopmentStage(stage) || stage.facts?.distribution.family === 'windows') return;
    const { env, args } = model.finalState(stage);
    if (/^(?:dev|test|local)/.test(env.get('APP_ENV') ?? args.get('APP_ENV') ?? '')) return;
    const runs = stageChain(stage)
      .flatMap(({ instructions }) => instructions)
      .filter(({ keyword }) => /^(?:RUN|ONBUILD)$/.test(keyword));
    const found = runs.flatMap((instruction) => installations(model, instruction));
    if (runs.some((instruction) => model.scriptOf(instruction).commands.some(isRemoval))) return;
    const isElsewhere = runs.some((instruction) => {
      return !found.some((one) => one.instruction === instruction) && /xdebug/i.test(instruction.logical.text);
    });
    const fix = isElsewhere ? undefined : fixOf(file, model, found);
    const [first, ...others] = found;
    if (first === undefined) return;
    yield {
      span: first.word.span,
      message: 'Xdebug is in the image that ships: it slows requests down and lets a debugger in.',
      related: others.map(({ word }) => ({ span: word.span, message: 'Here too.' })),
      fixes: fix === undefined ? [] : [fix],
    };
  },
});

interface Installation {
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  readonly word: ShellWord;
  /** What else is installed by the command. */
  readonly isAlone: boolean;
}

const EXTENSION = /^(?:xdebug(?:[-@].*)?|php[\d.]*-(?:pecl-)?xdebug.*)$/i;

function installations(model: DockerfileModel, instruction: Instruction): readonly Installation[] {
  const operations = new Map(model.packageOperationsOf(instruction).map((one) => [one.command, one]));
  return model.scriptOf(instruction).commands.flatMap((command): readonly Installation[] => {
    if (command.isConditional) return [];
    const operation = operations.get(command);
    const isExtension = /^(?:docker-php-ext-(?:install|enable)|install-php-extensions|phpenmod)$/.test(
      command.name ?? '',
    );
    const words = isExtension
      ? command.args.filter(({ text }) => !text.startsWith('-'))
      : operation?.action === 'install'
        ? operation.operands
        : [];
    const word = words.find(({ value }) => EXTENSION.test(value ?? ''));
    return word === undefined ? [] : [{ instruction, command, word, isAlone: words.length === 1 }];
  });
}

/** `phpdismod xdebug`, `pecl uninstall xdebug`, `rm .../docker-php-ext-xdebug.ini`. */
function isRemoval({ name, args }: ShellCommand): boolean {
  const isNamed = args.some(({ text }) => /xdebug/i.test(text));
  if (!isNamed) return false;
  return (
    /^(?:rm|phpdismod|mv)$/.test(name ?? '') ||
    args.some(({ value }) => /^(?:uninstall|remove|purge|del)$/.test(value ?? ''))
  );
}

/** Only as a whole: an extension that is enabled but no longer installed breaks the build. */
function fixOf(file: Dockerfile, model: DockerfileModel, found: readonly Installation[]): Fix | undefined {
  const [first] = found;
  if (first === undefined || found.some(({ instruction }) => instruction !== first.instruction)) return undefined;
  const script = model.scriptOf(first.instruction);
  const mentions = script.commands.filter(({ args }) => args.some(({ text }) => /xdebug/i.test(text)));
  if (mentions.length !== found.length || first.instruction.keyword !== 'RUN') return undefined;
  const statement = script.statements[first.command.statement];
  const isEverything = found.every(({ isAlone }) => isAlone) && found.length === script.commands.length;
  const edit = isEverything
    ? removeInstruction(file, first.instruction)
    : found.length > 1
      ? undefined
      : !first.isAlone
        ? script.source === 'exec'
          ? undefined
          : removeWord(first.instruction, first.command, first.word)
        : statement?.isSimple === true && statement.commands.length === 1
          ? removeStatementOrInstruction(file, first.instruction, script, statement)
          : undefined;
  if (edit === undefined) return undefined;
  const because = 'Nobody can debug or measure coverage in this image then.';
  return { title: 'Leave Xdebug out', applicability: 'review', because, edits: [edit] };
}
