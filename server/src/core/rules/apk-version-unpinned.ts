import { defineRule } from '../lint/rule';
import type { PackageOperation } from '../model/packages';
import { listOfNames, unpinnedPackages } from '../model/unpinned-packages';

export default defineRule({
  id: 'apk-version-unpinned',
  aliases: [
    'hadolint/DL3018',
    'kics/unpinned_package_version_in_apk_add',
    'dockerfile-doctor/DD027',
    'dockerfile-roast/DF052',
  ],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['apk'],
  summary: 'apk adds a package without a version.',
  docs: `
\`apk add curl\` takes the version that the repository has on the day of the build. \`curl=8.14.1-r2\` names one build,
\`curl~8.14\` any build of that release, \`'curl>=8.14'\` a lower bound.

Packages in files, names of virtual packages, conflicts (\`!name\`) and words with variables that the text does not decide are
left alone.

**When to ignore:** mostly. The repositories of Alpine keep only the newest build: \`curl=8.14.1-r2\` is gone when \`-r3\`
appears, and the build breaks. Within one branch (\`FROM alpine:3.22\`) versions hardly move; \`~\` holds longer than \`=\`.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
      good: 'FROM alpine:3.22\nRUN apk add --no-cache curl~8.14\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { span, names } of unpinnedPackages(model, instruction, installsByName, isUnpinned)) {
      yield {
        span,
        message: `apk adds whatever version of ${listOfNames(names)} the repository has on the day of the build.`,
      };
    }
  },
});

function installsByName({ manager, subcommand }: PackageOperation): boolean {
  return manager.name === 'apk' && subcommand === 'add';
}

/** A plain name, perhaps with the tag of a repository; `.name` is a virtual package, `so:name` something provided. */
function isUnpinned(name: string): boolean {
  return /^[a-z0-9][^=<>~/:]*$/i.test(name) && !name.endsWith('.apk');
}
