import type { Distribution, ImageFacts, OsPackageManager } from '../knowledge/base-image';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';

/*
 * A private image, or one that a build argument names: nothing is known of it but what the file itself shows. Both stages
 * can stand on it all the same, so that compilers stay behind.
 */

/** Returns what the file's own steps tell of a base that no table knows: its package manager, and Alpine by it. */
export function opaqueFacts(model: DockerfileModel, stage: Stage): ImageFacts {
  const managers = stage.instructions.flatMap((instruction) =>
    model.packageOperationsOf(instruction).flatMap(({ manager }) => (manager.kind === 'os' ? [manager.name] : [])),
  );
  const packageManager = managerOf(managers);
  const distribution: Distribution = {
    family: packageManager === 'apk' ? 'alpine' : 'unknown',
    name: 'unknown',
    release: undefined,
    isFloating: true,
  };
  return {
    family: 'unknown',
    language: undefined,
    distribution,
    libc: 'unknown',
    variant: 'unknown',
    packageManager,
    shells: [],
    defaultShell: undefined,
    hasShell: undefined,
    user: undefined,
    users: [],
    takenIds: [],
    startsAsRoot: undefined,
    config: {
      entrypoint: undefined,
      cmd: undefined,
      env: {},
      path: undefined,
      workdir: undefined,
      stopSignal: undefined,
      exposedPorts: [],
      volumes: [],
      hasOnbuild: false,
    },
    endOfLife: undefined,
    frozenSince: undefined,
    replacement: undefined,
    isDistroless: false,
  };
}

function managerOf(names: readonly string[]): OsPackageManager | undefined {
  for (const name of names) {
    if (name === 'apt' || name === 'apt-get' || name === 'aptitude') return 'apt';
    if (name === 'apk' || name === 'dnf' || name === 'yum' || name === 'microdnf' || name === 'zypper') return name;
  }
  return undefined;
}
