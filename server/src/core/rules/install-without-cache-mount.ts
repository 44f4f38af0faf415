import { mountCaches } from '../fixes/cache-mounts';
import { defineRule } from '../lint/rule';
import { cachedOperations } from '../model/download-caches';
import { listOfNames } from '../model/unpinned-packages';
import { cover } from '../text/span';

export default defineRule({
  id: 'install-without-cache-mount',
  aliases: [
    'tally/prefer-package-cache-mounts',
    'tally/ruby/prefer-bundler-cache-mount',
    'tally/js/node-gyp-cache-mounts',
  ],
  category: 'cache',
  severity: 'info',
  preset: 'strict',
  needs: ['RUN'],
  summary: 'A package manager downloads everything again with each build of its layer.',
  docs: `
One more package in the list, and the whole step runs again: all packages are downloaded, and what Go or Cargo compiled is
compiled once more. A cache mount keeps both between builds and out of the image, so that nothing has to be cleaned up:

\`\`\`dockerfile
RUN --mount=type=cache,target=/root/.npm npm ci
\`\`\`

Caches that two builds may not write at once (apt, dnf, Cargo) get \`sharing=locked\`.

**When to ignore:** where each build starts on a fresh machine, whose cache mounts are empty; where other builders than
BuildKit are used (before Docker 23 it has to be asked for).

**The fix** mounts the cache, and takes away what would empty it or turn it off: clean-up commands, \`--no-cache-dir\`,
\`PIP_NO_CACHE_DIR\`, and in images of Debian and Ubuntu the \`docker-clean\` setting, by which apt deletes what it downloaded.
Where later steps read the packages from the cache (Go, Cargo, NuGet) they get the mount too. Nothing that belongs into the
image is mounted over: neither the \`target\` directory of Cargo nor the virtual environments of Poetry. There is no fix where
a directory is not known, for users without a known home, and where a clean-up removes more than the cache.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm \\\n    npm ci\n',
    },
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
      good: 'FROM debian:bookworm-slim\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean && \\\n    apt-get update && apt-get install -y --no-install-recommends curl\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    const missing = cachedOperations(model, instruction).filter(({ isMounted }) => !isMounted);
    const [first] = missing;
    if (first === undefined) return;
    const { command, verb } = first.operation;
    const words = command.nameWord?.span ?? command.span;
    const names = [...new Set(missing.map(({ operation }) => operation.manager.name))];
    yield {
      span: verb === undefined ? words : cover(words, verb.span),
      message: `No cache mount keeps what ${listOfNames(names)} ${names.length > 1 ? 'download' : 'downloads'}: each change of this step fetches everything again.`,
      fixes: () => mountCaches(file, model, instruction, missing),
    };
  },
});
