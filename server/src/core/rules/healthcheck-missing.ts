import { imageConfiguration, startArgumentsOf } from '../model/configuration';
import { defineRule } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';

export default defineRule({
  id: 'healthcheck-missing',
  aliases: [
    'hadolint/DL3057',
    'tally/hadolint/DL3057',
    'godolint/DL3057',
    'trivy/DS-0026',
    'checkov/CKV_DOCKER_2',
    'kics/healthcheck_instruction_missing',
    'dockerfile-doctor/DD012',
    'dockerfile-roast/DF012',
    'dockle/CIS-DI-0006',
  ],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  summary: 'The image has no HEALTHCHECK.',
  docs: `
Without HEALTHCHECK Docker knows whether the process runs, not whether it answers: a server that hangs stays "up", and
\`depends_on: condition: service_healthy\` of Compose and the replacement of tasks in Swarm have nothing to go by.

Kubernetes and most serverless platforms ignore HEALTHCHECK and have probes of their own. Images that start a shell or
an interpreter, those of serverless runtimes, and those that leave all to an unknown base image are left alone.

**When to ignore:** for images that run on Kubernetes, command line tools and jobs, and where the base image has a check.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM nginx:1.28\nCOPY site /usr/share/nginx/html\n',
      good: 'FROM nginx:1.28\nCOPY site /usr/share/nginx/html\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost/\n',
    },
  ],
  *check({ model }) {
    const stage = model.finalStage;
    if (stage?.baseWord === undefined || imageConfiguration(model, stage).healthcheck !== undefined) return;
    if (startsNoServer(model, stage) || isServerless(model, stage)) return;
    yield {
      span: stage.baseWord.span,
      message: 'The image has no HEALTHCHECK: Docker sees whether its process runs, not whether it answers.',
    };
  },
});

const INTERACTIVE =
  /^(?:(?:\/\S*\/)?(?:(?:ba|da|a|z|k|fi)?sh|powershell|pwsh|cmd|python3?|node|irb|jshell)(?:\.exe)?|-[il]|--login)$/;

/** A shell or an interpreter that waits for input; or nothing is known of what starts, for it comes from an unknown image. */
function startsNoServer(model: DockerfileModel, stage: Stage): boolean {
  const { entrypoint, cmd } = startArgumentsOf(model, stage);
  const isWritten = entrypoint.instruction !== undefined || cmd.instruction !== undefined;
  if (!isWritten && stage.facts === undefined) return true;
  const argv = [...(entrypoint.argv ?? []), ...(cmd.argv ?? [])];
  const words = cmd.isShellForm ? (argv.at(-1) ?? '').split(/\s+/) : argv;
  return words.length > 0 && words.every((word) => INTERACTIVE.test(word));
}

const SERVERLESS = /lambda|openfaas|of-watchdog|azure-functions|functions-framework|fn-?project|knative/i;

function isServerless(model: DockerfileModel, stage: Stage): boolean {
  const { entrypoint, cmd } = startArgumentsOf(model, stage);
  const bases = model.stages.map(({ image }) => image?.text ?? '');
  return [...bases, ...(entrypoint.argv ?? []), ...(cmd.argv ?? [])].some((text) => SERVERLESS.test(text));
}
