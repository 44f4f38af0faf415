import type { ShellCommand } from '../shell/shell';
import { stageChain } from './configuration';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';
import type { Stage } from './stage';

// Programs that neither fetch nor generate nor move what an application is made of.
const PLAIN = new Set(
  `echo printf mkdir rmdir rm chown chmod touch ls cat true set cd export umask test [ sleep date whoami id pwd env which
  groupadd useradd addgroup adduser usermod groupmod passwd chpasswd update-ca-certificates locale-gen dpkg-reconfigure
  find xargs ln apt-get apt apk apt-mark apt-cache dpkg pip pip2 pip3 update-alternatives exit : ldconfig grep`.split(
    /\s+/,
  ),
);

/**
 * Tells whether every RUN of `stage` and the stages below it does nothing but what the model reads: packages, accounts,
 * directories, permissions. Otherwise any of them may bring any file.
 */
export const hasOnlyPlainSteps: (model: DockerfileModel, stage: Stage) => boolean = remembered((model, stage) =>
  stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .every((instruction) => {
      if (instruction.keyword === 'ONBUILD') return false;
      if (instruction.keyword !== 'RUN') return true;
      const { commands, errors } = model.scriptOf(instruction);
      return errors.length === 0 && commands.length > 0 && commands.every(isPlain);
    }),
);

function isPlain({ name, nameWord, args, assignments, redirects }: ShellCommand): boolean {
  if (redirects.some(({ operator, target }) => operator.startsWith('>') && target?.value !== '/dev/null')) return false;
  if (nameWord === undefined) return assignments.length > 0;
  if (name === undefined) return false;
  if (PLAIN.has(name) || /^pip[\d.]+$/.test(name)) return true;
  const words = args.map(({ value }) => value);
  if (/^python[\d.]*$/.test(name))
    return (
      (words[0] === '-m' && /^(?:pip|venv|virtualenv|compileall)$/.test(words[1] ?? '')) || words[0] === '--version'
    );
  return name === 'virtualenv' || (name === 'uv' && /^(?:pip|venv|sync)$/.test(words[0] ?? ''));
}

/**
 * Tells whether the base image of `stage` is known to hold an interpreter at most: an image of Python or of a
 * distribution. Others (conda, Airflow, notebooks) bring packages and have places of their own for them.
 */
export function hasPlainBase({ facts }: Stage): boolean {
  return facts !== undefined && ['python', 'uv', 'distroless', facts.distribution.name].includes(facts.family);
}
