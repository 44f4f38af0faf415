import { removeWord } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';

export default defineRule({
  id: 'nvidia-container-toolkit-installed',
  aliases: ['tally/gpu/no-container-runtime-in-image'],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['apt-get', 'apt', 'apk', 'dnf', 'yum', 'microdnf', 'zypper', 'tdnf'],
  summary: "NVIDIA's container toolkit is installed in a container.",
  docs: `
The toolkit (formerly nvidia-docker2) belongs to the host: it hands the GPU and the driver's libraries to containers when the
engine starts them. Inside a container it does nothing, and brings libraries that may hide the host's.

Silent where the image itself runs containers (docker, containerd, podman, CRI-O or Kubernetes is installed as well).

**When to ignore:** in images that set up hosts.

**The fix** removes the word, where other packages are installed with it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y nvidia-container-toolkit python3\n',
      good: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y python3\n',
    },
  ],
  *checkStage({ model }, stage) {
    if (/(?:^|\/)docker$|(?:^|\/)(?:k3s|kind|podman)\b/.test(stage.image?.repository ?? '')) return;
    const operations = stageChain(stage)
      .flatMap(({ instructions }) => instructions)
      .flatMap((instruction) => model.packageOperationsOf(instruction).map((one) => ({ instruction, ...one })))
      .filter(({ manager, action }) => manager.kind === 'os' && action === 'install');
    if (operations.some(({ operands }) => operands.some(({ value }) => ENGINE.test(value ?? '')))) return;
    for (const { instruction, operands, command } of operations) {
      const word = operands.find(({ value }) => TOOLKIT.test(value ?? ''));
      if (word === undefined || model.stageOf(instruction) !== stage) continue;
      const isOnly = operands.filter(({ value }) => !TOOLKIT.test(value ?? '')).length === 0;
      const edit =
        isOnly || model.scriptOf(instruction).source === 'exec' ? undefined : removeWord(instruction, command, word);
      yield {
        span: word.span,
        message: `${word.value ?? word.text} belongs on the host: in a container it does nothing.`,
        fixes:
          edit === undefined
            ? []
            : [
                {
                  title: `Do not install ${word.value ?? word.text}`,
                  applicability: 'review',
                  because: 'A later step that calls its programs fails.',
                  edits: [edit],
                },
              ],
      };
    }
  },
});

const TOOLKIT = /^(?:nvidia-(?:container-(?:toolkit|runtime)|docker2?)|libnvidia-container)(?:$|[-=:\d].*)/;

const ENGINE =
  /^(?:docker(?:-ce|-engine|\.io|-cli|-ce-cli)?|containerd(?:\.io)?|podman|cri-o|moby-engine|kubelet|k3s)(?:$|[-=].*)/;
