/** Tells whether `path`, a source of COPY or ADD, is the code of an application: a script, an archive of classes, a folder of them. */
export function isCode(path: string): boolean {
  return /\.(?:py|js|mjs|cjs|ts|rb|php|jar|war|sh)$|(?:^|\/)(?:src|app|dist|build|lib|bin|node_modules)$/.test(path);
}

/** Tells whether `path` is a script, a program, a library or a unit of systemd, by its name. */
export function isProgram(path: string): boolean {
  return /\.(?:sh|bash|zsh|fish|py|rb|pl|php|bin|elf|so(?:\.\d+)*|service|timer|socket)$/.test(path);
}

/** Tells whether the absolute `path` lies where the system keeps its programs and settings. */
export function isSystemPath(path: string): boolean {
  return (
    /^\/(?:bin|sbin|boot|dev|etc|lib|lib32|lib64|proc|root|sys|usr)(?:\/|$)/.test(path) && !path.startsWith('/usr/src/')
  );
}
