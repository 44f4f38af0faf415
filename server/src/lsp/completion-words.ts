/** A word that can be completed, with a sentence about it. */
export interface KnownWord {
  readonly word: string;
  readonly about: string;
}

const word = (name: string, about: string): KnownWord => ({ word: name, about });

const COPY_FLAGS: readonly KnownWord[] = [
  word('--chown=', 'Owner of the copied files: user, user:group, or numbers.'),
  word('--chmod=', 'Permissions of the copied files, such as 755 or u=rwX,go=rX.'),
  word('--link', 'Copies into a layer of its own, which stays cached when layers below change.'),
  word('--exclude=', 'Leaves out what matches the pattern; may be given several times.'),
];

/** The flags of each instruction, from the Dockerfile reference (docs.docker.com/reference/dockerfile). */
export const flagsOf: Readonly<Record<string, readonly KnownWord[]>> = {
  FROM: [word('--platform=', 'Platform of the image, such as linux/amd64 or $BUILDPLATFORM.')],
  COPY: [
    word('--from=', 'Copies from a stage, an image or a named context instead of the build context.'),
    ...COPY_FLAGS,
    word('--parents', 'Keeps the directories of the sources; /./ in a source says from where on.'),
  ],
  ADD: [
    ...COPY_FLAGS,
    word('--checksum=', 'The digest (sha256:...) that a downloaded file must have.'),
    word('--keep-git-dir=', 'Keeps .git of an added Git repository: true or false.'),
    word('--unpack=', 'Unpacks archives, those from the network too: true or false.'),
  ],
  RUN: [
    word('--mount=', 'Mounts a cache, a secret, files of a stage or of the context for this command alone.'),
    word('--network=', 'The network of this command.'),
    word('--security=', 'insecure runs without a sandbox; the builder must allow it.'),
  ],
};

/** The values of flags that have fixed ones. */
export const flagValues: Readonly<Record<string, readonly KnownWord[]>> = {
  network: [
    word('default', "The build's default network."),
    word('none', 'No network, so that the command cannot download anything.'),
    word('host', "The host's network; the builder must allow it."),
  ],
  security: [word('sandbox', 'The default.'), word('insecure', 'Without a sandbox; the builder must allow it.')],
  platform: [
    word('$BUILDPLATFORM', 'The platform of the machine that builds.'),
    word('$TARGETPLATFORM', 'The platform that is built for.'),
    word('linux/amd64', '64-bit Intel and AMD.'),
    word('linux/arm64', '64-bit ARM.'),
    word('linux/arm/v7', '32-bit ARM.'),
    word('windows/amd64', 'Windows.'),
  ],
  link: [word('true', 'As without a value.'), word('false', 'As without the flag.')],
  parents: [word('true', 'As without a value.'), word('false', 'As without the flag.')],
  unpack: [word('true', 'Archives are unpacked.'), word('false', 'Archives stay archives.')],
  'keep-git-dir': [word('true', '.git is added.'), word('false', '.git is left out.')],
};

/** The keys of `RUN --mount`. */
export const mountKeys: readonly KnownWord[] = [
  word('type=', 'bind, cache, tmpfs, secret or ssh.'),
  word('target=', 'Where it is mounted.'),
  word('source=', 'What is mounted: a path in the stage or context.'),
  word('from=', 'The stage, image or context that is mounted.'),
  word('id=', 'Name of the cache, secret or socket.'),
  word('sharing=', 'What two builds do that use the cache at once.'),
  word('readonly', 'The command cannot write to it.'),
  word('readwrite', 'The command can write to it; what it writes is discarded.'),
  word('required', 'The build fails where the secret or socket is missing.'),
  word('env=', 'The environment variable that holds the secret.'),
  word('mode=', 'Permissions, such as 0400.'),
  word('uid=', 'User id of its owner.'),
  word('gid=', 'Group id of its owner.'),
  word('size=', 'Most bytes of a tmpfs.'),
];

/** The values of the keys of `RUN --mount` that have fixed ones. */
export const mountValues: Readonly<Record<string, readonly KnownWord[]>> = {
  type: [
    word('cache', 'A directory that later builds find again.'),
    word('bind', 'Files of the context, a stage or an image.'),
    word('secret', 'A secret that does not end up in the image.'),
    word('ssh', "The SSH agent's socket."),
    word('tmpfs', 'A directory in memory.'),
  ],
  sharing: [
    word('shared', 'Both write to it.'),
    word('private', 'The second gets a cache of its own.'),
    word('locked', 'The second waits. apt and dpkg need this.'),
  ],
};

/** The arguments that BuildKit sets; global in FROM, declared with ARG elsewhere. */
export const platformArguments: readonly KnownWord[] = [
  word('TARGETPLATFORM', 'The platform that is built for, such as linux/arm64.'),
  word('TARGETOS', 'Its operating system, such as linux.'),
  word('TARGETARCH', 'Its architecture, such as arm64.'),
  word('TARGETVARIANT', 'Its variant, such as v7.'),
  word('BUILDPLATFORM', 'The platform of the machine that builds.'),
  word('BUILDOS', 'Its operating system.'),
  word('BUILDARCH', 'Its architecture.'),
  word('BUILDVARIANT', 'Its variant.'),
];
