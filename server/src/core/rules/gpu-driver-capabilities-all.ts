import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

export default defineRule({
  id: 'gpu-driver-capabilities-all',
  aliases: ['tally/gpu/prefer-minimal-driver-capabilities'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['ENV'],
  summary: 'The container gets every part of the GPU driver.',
  docs: `
\`NVIDIA_DRIVER_CAPABILITIES=all\` mounts the libraries for graphics, video and displays into the container as well. Computing needs
\`compute,utility\`; each part more is a part more that can be attacked, and must be there on the host.

**When to ignore:** where the program renders, encodes video or shows windows and needs all of it.

**The fix** writes \`compute,utility\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM ubuntu:24.04\nENV NVIDIA_DRIVER_CAPABILITIES=all\n',
      good: 'FROM ubuntu:24.04\nENV NVIDIA_DRIVER_CAPABILITIES=compute,utility\n',
    },
  ],
  *checkInstruction(_, instruction) {
    if (instruction.keyword !== 'ENV') return;
    for (const { key, value = '', valueSpan } of instruction.pairs) {
      if (key !== 'NVIDIA_DRIVER_CAPABILITIES' || valueSpan === undefined || !/^all$/i.test(value.trim())) continue;
      yield {
        span: valueSpan,
        message: 'The container gets every part of the GPU driver, those for graphics and video too.',
        fixes: [
          {
            title: 'Ask for compute and utility',
            applicability: 'review',
            because: 'Graphics, video and displays no longer work in the container.',
            edits: [replace(valueSpan, 'compute,utility')],
          },
        ],
      };
    }
  },
});
