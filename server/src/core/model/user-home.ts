import type { DockerfileModel } from './model';
import type { Stage } from './stage';
import { accountsOfChain } from './user-accounts';

/** Returns the home directory that a step of `stage` creates for the user `name`; `undefined` where the text does not tell, or none is created. */
export function homeOfUser(model: DockerfileModel, stage: Stage, name: string | undefined): string | undefined {
  const account = accountsOfChain(model, stage).findLast((one) => one.kind === 'user' && one.name === name);
  if (account === undefined || name === undefined) return undefined;
  const has = (...names: readonly string[]): boolean => account.options.some((option) => names.includes(option.name));
  const base = account.options.find((option) => option.name === '-b' || option.name === '--base-dir');
  const given = account.options.find((option) => /^(?:-d|--home-dir|--home|-h)$/.test(option.name));
  // adduser makes the directory by itself, but for a system account; useradd is told to.
  const isMade =
    account.tool === 'useradd'
      ? has('-m', '--create-home') && !has('-M', '--no-create-home')
      : !has('-H', '--no-create-home', '-S', '--system');
  if (!isMade || base !== undefined) return undefined;
  const path = given === undefined ? `/home/${name}` : given.value;
  return path !== undefined && /^\/[\w./-]*$/.test(path) ? path.replace(/(?<=.)\/$/, '') : undefined;
}
