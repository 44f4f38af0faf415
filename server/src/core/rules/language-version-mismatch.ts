import { compareVersions } from '../knowledge/image-reference-parts';
import { systemPythonOf } from '../knowledge/system-pythons';
import { defineRule, type Fix } from '../lint/rule';
import { withTag } from '../model/image-reference';
import type { DockerfileModel } from '../model/model';
import { commandsOfChain, stageCopies } from '../model/stage-artifacts';
import type { Stage } from '../model/stage';
import { replace } from '../text/edit';

export default defineRule({
  id: 'language-version-mismatch',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'Packages are installed for one version of the language and run on another.',
  docs: `
Compiled Python extensions work with one minor version only, and the directory of packages carries its number: what is
copied to \`/usr/local/lib/python3.11\` is not found by Python 3.12. Compiled Node modules and gems belong to one ABI as
well, and a class file of a newer JDK does not load in an older JRE.

It also happens with the distribution's own \`python3\` in the builder and a \`python\` image below it.

**When to ignore:** where the copied packages are pure Python or JavaScript, or the compiler targets the older version
(\`--release\` in Java).

**The fix** writes the builder's version into the tag of the other stage, where both use the same image.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.12-slim AS build\nRUN python -m venv /venv && /venv/bin/pip install flask\nFROM python:3.11-slim\nCOPY --from=build /venv /venv\nCMD ["/venv/bin/flask", "run"]\n',
      good: 'FROM python:3.12-slim AS build\nRUN python -m venv /venv && /venv/bin/pip install flask\nFROM python:3.12-slim\nCOPY --from=build /venv /venv\nCMD ["/venv/bin/flask", "run"]\n',
    },
  ],
  *check({ model }) {
    const seen = new Set<string>();
    for (const { from, to, content, word, path } of stageCopies(model)) {
      const built = interpreterOf(model, from);
      const run = interpreterOf(model, to);
      if (built === undefined || run === undefined || built.name !== run.name) continue;
      const order = compareVersions(built.version, run.version);
      if (order === 0 || built.version.startsWith(`${run.version}.`) || run.version.startsWith(`${built.version}.`))
        continue;
      const isTied =
        built.name === 'Java'
          ? order > 0 && /\.(?:jar|war)$|\/(?:target|build|libs|classes)(?:\/|$)|\/\*\.jar$/.test(path)
          : content !== undefined || (built.name === 'Python' && built.isSystem);
      const key = `${from.index}>${to.index}`;
      if (!isTied || seen.has(key)) continue;
      seen.add(key);
      yield {
        span: word.span,
        message: `${built.name} changes between the stages: ${built.version} in the builder, ${run.version} here.`,
        related:
          from.baseWord === undefined ? [] : [{ span: from.baseWord.span, message: `${built.name} ${built.version}.` }],
        fixes: fixesOf(from, to, built.version, run.version),
      };
    }
  },
});

interface Interpreter {
  readonly name: string;
  readonly version: string;
  /** Installed from the distribution's packages. */
  readonly isSystem: boolean;
}

function interpreterOf(model: DockerfileModel, stage: Stage): Interpreter | undefined {
  const { facts } = stage;
  const language = facts?.language;
  if (language !== undefined) {
    const isChecked = ['Python', 'Node.js', 'Ruby', 'PHP', 'Java'].includes(language.name);
    return !isChecked || language.version === undefined
      ? undefined
      : { name: language.name, version: language.version, isSystem: false };
  }
  const version = facts === undefined ? undefined : systemPythonOf(facts.distribution);
  const installs = commandsOfChain(model, stage).some(
    ({ command }) =>
      /^(?:apt-get|apt|apk)$/.test(command.name ?? '') &&
      command.args.some(({ value }) => value === 'python3' || value === 'python3-pip' || value === 'py3-pip'),
  );
  return version === undefined || !installs ? undefined : { name: 'Python', version, isSystem: true };
}

function fixesOf(from: Stage, to: Stage, built: string, run: string): readonly Fix[] {
  const { image, baseWord, parent } = to;
  if (image?.tag === undefined || baseWord === undefined || parent !== undefined || baseWord.text !== image.text)
    return [];
  if (image.digest !== undefined || from.image?.repository !== image.repository) return [];
  // Only the plain number: `3.11.4` names a patch release that the other version need not have.
  if (!new RegExp(`^${run.replaceAll('.', '\\.')}(?![.\\d])`).test(image.tag)) return [];
  const reference = withTag(image, image.tag.replace(run, built));
  return [
    {
      title: `Use ${reference}`,
      applicability: 'review',
      because: `The application runs on ${built} then; it has to be tested with it.`,
      edits: [replace(baseWord.span, reference)],
    },
  ];
}
