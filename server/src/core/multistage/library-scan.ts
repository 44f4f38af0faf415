import type { Addition } from './recipe';

/** Where the builder leaves the list of packages. */
const LIST = '/tmp/runtime-packages.txt';

/**
 * Returns a builder step that lists the Debian packages whose shared libraries the files below `directories` link to:
 * the technique of the official Python and Node images (docker-library/python, nodejs/docker-node).
 */
export function libraryScan(directories: readonly string[], withPrograms: boolean): Addition {
  const where = directories.join(' ');
  const programs = withPrograms ? ' -o -perm /111' : '';
  return {
    lines: [
      `# Which packages bring the shared libraries that the compiled ${withPrograms ? 'programs' : 'modules'} are linked to`,
      `RUN find ${where} -type f \\( -name '*.so' -o -name '*.so.*' -o -name '*.node'${programs} \\) -exec ldd '{}' ';' 2>/dev/null \\`,
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
