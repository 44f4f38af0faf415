import { isDevelopmentContainer, needlessRootContainer } from '../fixes/root-container';
import { defineRule } from '../lint/rule';

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

- images that start nothing or only a shell, which others build upon or work in;
- programs that have to start as root or give it up by themselves (nginx, databases, \`gosu\`);
- base images of which nothing is known: a private registry, or a name that only the build knows.

It is silent where the base image is known to set another user. Where a policy wants USER in every Dockerfile, this is the
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
    if (needlessRootContainer(model, context) !== undefined) return;
    const base = stage.image?.text;
    yield {
      span: stage.baseWord.span,
      message:
        user.isRoot === true
          ? `No USER is set: the container runs as root, the user of ${base ?? 'its base image'}.`
          : `No USER is set, and which one ${base ?? 'the base image'} sets is not known: it may be root.`,
    };
  },
});
