import { isDevelopmentContainer, needlessRootContainer } from '../fixes/root-container';
import { defineRule } from '../lint/rule';
import type { ImageReference } from '../model/image-reference';
import { containerStart } from '../model/start';

export default defineRule({
  id: 'user-not-set',
  aliases: [
    'trivy/DS-0002',
    'checkov/CKV_DOCKER_3',
    'kics/missing_user_instruction',
    'sonar/S6471',
    'semgrep/missing-user',
    'semgrep/missing-user-entrypoint',
    'dockle/CIS-DI-0001',
  ],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  summary: 'Nothing in the file says that the container does not run as root.',
  docs: `
Where no USER is set, the container runs as the user of the base image, which is root unless its author chose another.
[final-stage-root](final-stage-root.md), of the recommended preset, reports it where an application runs as root without
need. This rule reports what that one excuses:

- images that start nothing, which others build upon or work in;
- programs that have to start as root or give it up by themselves (nginx, databases, \`gosu\`);
- base images of which nothing is known, as those of a private registry.

It is silent where the base image is known to set another user or its name says so (\`nonroot\`), where the file starts a
shell for somebody to work in, and in images with ONBUILD. Where a policy wants USER in every Dockerfile, this is the
rule that holds it.

**When to ignore:** where the base image sets the user, or its program needs root to start.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM registry.example.com/base:1.4\nCMD ["/srv/server"]\n',
      good: 'FROM registry.example.com/base:1.4\nUSER 10001:10001\nCMD ["/srv/server"]\n',
    },
  ],
  *check({ model, context }) {
    const stage = model.finalStage;
    if (stage?.baseWord === undefined || isDevelopmentContainer(stage)) return;
    const { user } = model.finalState(stage);
    if (user.instruction !== undefined || user.isRoot === false) return;
    // Which image it is only the build knows; one with triggers is made for others, who choose the user.
    if (stage.image === undefined || isNonRootByName(stage.image)) return;
    if (stage.instructions.some(({ keyword }) => keyword === 'ONBUILD')) return;
    const start = containerStart(model, stage, context);
    if (start.isSet && start.isInteractive) return;
    if (needlessRootContainer(model, context) !== undefined) return;
    const base = stage.image.text;
    yield {
      span: stage.baseWord.span,
      message:
        user.isRoot === true
          ? `No USER is set: the container runs as root, the user of ${base}.`
          : `No USER is set, and which one ${base} sets is not known: it may be root.`,
    };
  },
});

/** `:debug-nonroot`, `nginx-unprivileged`; Docker's hardened images (dhi.io) run as another user but for the variant dev. */
function isNonRootByName({ registry, repository, tag = '' }: ImageReference): boolean {
  if (registry === 'dhi.io') return !/(?:^|-)dev$/.test(tag);
  return /nonroot|rootless|unprivileged/.test(`${repository}:${tag}`);
}
