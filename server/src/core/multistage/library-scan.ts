import type { Addition, Draft } from './recipe';

/** Where the builder leaves the list of packages. */
const LIST = '/tmp/runtime-packages.txt';

/**
 * Returns a builder step that lists the Debian packages whose shared libraries the files below `directories` link to:
 * the technique of the official Python and Node images (docker-library/python, nodejs/docker-node).
 */
export function libraryScan(paths: readonly string[], programs: Draft['scansPrograms']): Addition {
  return {
    lines: [
      `# Which packages bring the shared libraries that the compiled ${programs === undefined ? 'modules' : 'programs'} are linked to`,
      `RUN ${askLinker(paths, programs)} 2>/dev/null \\`,
      `    | awk '$2 == "=>" && $3 ~ /^\\/(usr\\/)?lib\\// { sub(/^\\/usr/, "", $3); print "*" $3 }' | sort -u \\`,
      `    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > ${LIST} || true`,
    ],
    why: 'The full base brings libraries that the slim one lacks; the files themselves tell which are needed.',
  };
}

/** Returns the runtime's lines that install what the scan has found, if its base lacks any of it. */
export function installScanned(builder: string): readonly string[] {
  return [
    `RUN --mount=type=bind,from=${builder},source=${LIST},target=${LIST} \\`,
    `    xargs -a ${LIST} dpkg-query --show > /dev/null 2>&1 \\`,
    `    || { apt-get update && xargs -a ${LIST} apt-get install -y --no-install-recommends \\`,
    '    && rm -rf /var/lib/apt/lists/*; }',
  ];
}

/** Where the builder leaves the libraries themselves. */
const LIBRARIES = '/tmp/runtime-libraries';

/** Returns a builder step that gathers the libraries instead, for releases whose packages are no longer served. */
export function libraryGathering(paths: readonly string[], programs: Draft['scansPrograms']): Addition {
  return {
    lines: [
      `# The shared libraries that the compiled ${programs === undefined ? 'modules' : 'programs'} are linked to; the packages of this release are no longer served`,
      `RUN mkdir -p ${LIBRARIES} \\`,
      `    && ${askLinker(paths, programs)} 2>/dev/null \\`,
      `    | awk '$2 == "=>" && $3 ~ /^\\/(usr\\/)?lib\\// { print $3 }' | sort -u \\`,
      `    | xargs -r cp --dereference --target-directory=${LIBRARIES} || true`,
    ],
    why: 'The full base brings libraries that the slim one lacks; the files themselves tell which are needed.',
  };
}

/** Returns the runtime's lines that take over those libraries that its base lacks. */
export function takeGathered(builder: string): readonly string[] {
  return [
    `RUN --mount=type=bind,from=${builder},source=${LIBRARIES},target=${LIBRARIES} \\`,
    `    cd ${LIBRARIES} && for file in *; do \\`,
    '      [ ! -e "$file" ] || ldconfig -p | grep -qF "$file (" || cp "$file" /usr/local/lib/; \\',
    '    done && ldconfig',
  ];
}

function askLinker(paths: readonly string[], programs: Draft['scansPrograms']): string {
  const where = paths.join(' ');
  if (programs === 'themselves') return `ldd ${where}`;
  const executables = programs === 'in-directories' ? ' -o -perm /111' : '';
  return `find ${where} -type f \\( -name '*.so' -o -name '*.so.*' -o -name '*.node'${executables} \\) -exec ldd '{}' ';'`;
}
