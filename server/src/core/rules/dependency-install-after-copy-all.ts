import { copyManifestsFirst } from '../fixes/manifests-first';
import { defineRule } from '../lint/rule';
import { hasEarlierInstall, installAfterCopy } from '../model/dependency-order';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'dependency-install-after-copy-all',
  aliases: ['dockerfile-doctor/DD006'],
  category: 'cache',
  severity: 'warning',
  preset: 'recommended',
  needs: ['COPY', 'ADD'],
  summary: 'Dependencies are installed after the whole source is copied, so every change installs them again.',
  docs: `
A layer is taken from the cache as long as nothing above it changed. \`COPY . .\` changes with every edited file, and all
steps below it run again: the dependencies are downloaded, unpacked and compiled once more, for minutes, though the list of
them is the same.

The list stands in a file of its own (\`package.json\`, \`requirements.txt\`, \`go.mod\`, \`Gemfile\`, ...). Copied alone before
the rest, it makes the installation depend on that file only.

**When to ignore:** where the image is built once, or where the installation reads the source.

**The fix** copies the manifests first and the rest after the installation. There is none where the installation needs more
than the manifests: scripts of package.json, workspaces, packages in directories, a project that installs itself.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . /app\nRUN pip install -r requirements.txt\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt /app/\nRUN pip install -r requirements.txt\nCOPY . /app\n',
    },
  ],
  *checkStage({ file, model, context }, stage) {
    if (!stage.isReachable) return;
    const seen = new Set<Instruction>();
    for (const run of stage.instructions) {
      if (run.keyword !== 'RUN') continue;
      const found = installAfterCopy(model, stage, run, context);
      if (found === undefined || seen.has(found.copy.instruction)) continue;
      const { copy, operation, manifests } = found;
      seen.add(copy.instruction);
      if (hasEarlierInstall(model, stage, run, manifests.ecosystem, context)) continue;
      const source = copy.sources[0]?.word;
      if (source === undefined) continue;
      const fix = copyManifestsFirst(file, model, context, stage, run, found);
      const command = [operation.command.name, operation.subcommand].filter((word) => word !== '').join(' ');
      // What reads the source has to follow it.
      if (manifests.needsMore !== undefined && manifests.remedy === undefined) continue;
      const names = manifests.files.join(' and ');
      const fact =
        manifests.needsMore === undefined
          ? `which needs only ${names}`
          : `which with ${manifests.remedy ?? ''} needs only ${names}`;
      yield {
        span: source.span,
        message: `Every change of any file makes "${command}" run again, ${fact}.`,
        related: [{ span: operation.command.span, message: 'The dependencies are installed here.' }],
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});
