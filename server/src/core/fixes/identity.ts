import type { Account, ImageFacts } from '../knowledge/image-facts';
import { accountCreation, applicationId } from '../knowledge/user-creation';
import { stageChain } from '../model/configuration';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import { accountsOfChain, type AccountCreation } from '../model/user-accounts';

/** Whom a container is to run as. */
export interface Identity {
  /** The operand of USER: `10001:10001`. */
  readonly user: string;
  /** The command that creates it; `undefined` where it is there. */
  readonly creation: readonly string[] | undefined;
  readonly title: string;
  /** Follows "runs as". */
  readonly description: string;
}

// Accounts that images make for the application. Service accounts of the distribution (www-data, nobody) are shared.
const APPLICATION_USERS: readonly string[] = [
  'node',
  'nonroot',
  'app',
  'bun',
  'deno',
  'pwuser',
  'gradle',
  'spark',
  'docker',
  'vscode',
];

/** Returns the user for the container of `stage`: one that is there, else a new one; `undefined` where none can be created. */
export function chooseIdentity(model: DockerfileModel, stage: Stage, facts: ImageFacts): Identity | undefined {
  const accounts = accountsOfChain(model, stage);
  const created = soleUser(accounts);
  if (created !== undefined) {
    const user = userOperand(created, accounts);
    return {
      user,
      creation: undefined,
      title: `Run as ${created.name ?? user}`,
      description: `${created.name ?? user}, which the Dockerfile creates`,
    };
  }
  const restored = formerUser(model, stage, facts);
  if (restored !== undefined) {
    return {
      user: restored,
      creation: undefined,
      title: `Return to the user ${restored}`,
      description: `${restored} again`,
    };
  }
  const own = ownAccount(facts);
  if (own !== undefined) {
    const user = facts.config.env['APP_UID'] !== undefined && own.name === 'app' ? '$APP_UID' : `${own.uid}:${own.gid}`;
    return {
      user,
      creation: undefined,
      title: `Run as the user ${own.name} of the base image`,
      description: `${own.name} (${own.uid}), which the base image brings`,
    };
  }
  return newIdentity(model, stage, facts, accounts);
}

/** The one user that the Dockerfile creates; several are for their author to choose from. */
function soleUser(accounts: readonly AccountCreation[]): AccountCreation | undefined {
  const users = accounts.filter(({ kind, name }) => kind === 'user' && name !== undefined && name !== 'root');
  const [only] = users;
  return users.length === 1 ? only : undefined;
}

/** Returns what USER should say for `user`: numbers where the text gives them, since Kubernetes can verify only these. */
function userOperand(user: AccountCreation, accounts: readonly AccountCreation[]): string {
  if (user.id === undefined) return user.name ?? '';
  const group = user.group;
  if (group === undefined) return String(user.id);
  const gid = /^\d+$/.test(group)
    ? Number(group)
    : accounts.find(({ kind, name }) => kind === 'group' && name === group)?.id;
  return gid === undefined ? String(user.id) : `${user.id}:${gid}`;
}

/** The user in force before the Dockerfile took root: `USER root` is for the steps below it. */
function formerUser(model: DockerfileModel, stage: Stage, facts: ImageFacts): string | undefined {
  const instructions = stageChain(stage).flatMap((one) => one.instructions);
  const users = instructions.filter(({ keyword, words }) => keyword === 'USER' && words.length > 0);
  const former = users.findLast(
    (user) => !/^(?:root|0+)(?::|$)/.test(model.expandAt(user.words[0]?.value ?? '', user) ?? 'root'),
  );
  if (former?.words[0] !== undefined) return former.words[0].text;
  if (facts.user === undefined) return undefined;
  const { name, uid } = facts.user;
  if (users.length === 0 || uid === 0 || name === 'root' || name === 'unknown') return undefined;
  return uid === undefined ? name : String(uid);
}

function ownAccount(facts: ImageFacts): Account | undefined {
  const found = APPLICATION_USERS.flatMap((name) =>
    facts.users.filter((account) => account.name === name && account.uid >= 100),
  );
  if (found[0] !== undefined) return found[0];
  return facts.family === 'php' ? facts.users.find(({ name }) => name === 'www-data') : undefined;
}

function newIdentity(
  model: DockerfileModel,
  stage: Stage,
  facts: ImageFacts,
  accounts: readonly AccountCreation[],
): Identity | undefined {
  if (facts.isDistroless || facts.distribution.family === 'none') {
    return numericOnly(65_532, 'the numeric id 65532, the one that distroless images call nonroot');
  }
  const id = freeId(model, facts, accounts);
  const name = freeName(facts, accounts);
  const isBare = facts.hasShell === false || (facts.variant === 'minimal' && facts.distribution.family === 'rhel');
  const creation = isBare ? undefined : accountCreation(facts.distribution, { name, uid: id, gid: id });
  if (creation === undefined) return numericOnly(id, `the numeric id ${id}, which needs no account`);
  const shell = model.finalState(stage).shell[0] ?? '/bin/sh';
  if (!/^(?:.*\/)?(?:ba|da|a)?sh$/.test(shell)) return undefined;
  return {
    user: `${id}:${id}`,
    creation,
    title: `Create the user ${name} and run as it`,
    description: `the new user ${name} (${id}) without a home directory`,
  };
}

function numericOnly(id: number, description: string): Identity {
  return { user: `${id}:${id}`, creation: undefined, title: `Run as ${id}:${id}`, description };
}

/** 10001, or the next id that neither the base image nor the file uses. */
function freeId(model: DockerfileModel, facts: ImageFacts, accounts: readonly AccountCreation[]): number {
  const used = new Set<number>([...facts.takenIds, ...accounts.flatMap(({ id }) => id ?? [])]);
  for (const instruction of model.file.instructions) {
    const owner = instruction.flags.find(({ name }) => name === 'chown')?.value;
    const texts =
      instruction.keyword === 'USER' ? instruction.words.map(({ value }) => value) : owner === undefined ? [] : [owner];
    for (const number of texts.flatMap((text) => text.split(':'))) if (/^\d+$/.test(number)) used.add(Number(number));
  }
  let id = applicationId;
  while (used.has(id)) id++;
  return id;
}

function freeName(facts: ImageFacts, accounts: readonly AccountCreation[]): string {
  const used = new Set([...facts.users, ...accounts].map(({ name }) => name));
  return ['app', 'appuser', 'service'].find((name) => !used.has(name)) ?? 'plimsoll';
}
