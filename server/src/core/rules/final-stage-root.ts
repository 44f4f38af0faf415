import { needlessRootContainer } from '../fixes/root-container';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'final-stage-root',
  aliases: [
    'hadolint/DL3002',
    'tally/hadolint/DL3002',
    'tally/stateful-root-runtime',
    'trivy/DS-0002',
    'checkov/CKV_DOCKER_3',
    'checkov/CKV_DOCKER_8',
    'kics/last_user_is_root',
    'kics/missing_user_instruction',
    'sonar/S6471',
    'semgrep/missing-user',
    'semgrep/missing-user-entrypoint',
    'semgrep/last-user-is-root',
    'dockle/CIS-DI-0001',
  ],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  summary: 'The container runs as root.',
  docs: `
What runs as root in a container is root on the host's kernel as well: a hole in the application may write to every
mounted directory and reaches every kernel interface that the runtime leaves open. Most applications need none of it.

Only the shipped stages count. The rule is silent where the base image sets another user, where its main process has to
start as root (nginx, php-fpm, Apache, databases, supervisord, sshd, cron), where an entrypoint gives up root itself
(gosu, su-exec, setpriv), where only a shell or a tool without a task is started, in stages called dev, test and the like,
and where nothing is known of the base image.

**When to ignore:** where the process needs root: it mounts, changes the network or installs packages.

**The fix** uses a user that is there (one that the Dockerfile creates, \`node\`, \`nonroot\`, \`app\` of .NET 8) or creates
one with the commands of the distribution and a fixed id from 10001 on. USER gets numbers, since Kubernetes'
\`runAsNonRoot\` can verify only these, and stands after the last step that changes files. The application's files stay
owned by root, so that the process cannot change its own code; copied data directories get \`--chown\`. No fix is offered
where it could break the start: ports below 1024, volumes, files in /root, SQLite files, development servers.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim-bookworm\nWORKDIR /app\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim-bookworm\nWORKDIR /app\nCOPY app.py .\nUSER 10001:10001\nCMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM node:24-alpine\nCOPY server.js /srv/\nUSER root\nCMD ["node", "/srv/server.js"]\n',
      good: 'FROM node:24-alpine\nCOPY server.js /srv/\nUSER 1000:1000\nCMD ["node", "/srv/server.js"]\n',
    },
  ],
  *check({ model, context }) {
    const container = needlessRootContainer(model, context);
    if (container === undefined) return;
    const { stage, user, plan } = container;
    const word = user.instruction?.words[0];
    const fact =
      word === undefined
        ? `No USER is set: the container runs as root, the user of ${stage.image?.text ?? 'its base image'}.`
        : `The last USER is ${word.text}: the container runs as root.`;
    yield {
      span: word?.span ?? (stage.baseWord ?? stage.from).span,
      message: plan.kind === 'plan' ? fact : `${fact} There is no automatic fix: ${plan.reason}.`,
      fixes: () =>
        plan.kind === 'plan'
          ? [{ title: plan.title, applicability: 'review', because: plan.because, edits: plan.edits }]
          : [],
    };
  },
});
