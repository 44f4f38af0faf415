import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'duplicate-stage-name',
  aliases: [
    'hadolint/DL3024',
    'buildkit/DuplicateStageName',
    'tally/buildkit/DuplicateStageName',
    'dockerfile-utils/DUPLICATE_BUILD_STAGE_NAME',
    'trivy/DS-0012',
    'checkov/CKV_DOCKER_11',
    'kics/same_alias_in_different_froms',
  ],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'Two stages have the same name.',
  docs: `
BuildKit accepts two stages of one name and takes the last of them that stands above the place where the name is used:
\`COPY --from=build\` then copies from another stage than its author may think, and \`--target build\` builds the last.
Upper and lower case are the same here.

**When to ignore:** never; give one of the stages another name.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:24-slim AS build\nRUN npm ci\nFROM golang:1.26 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n',
      good: 'FROM node:24-slim AS assets\nRUN npm ci\nFROM golang:1.26 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n',
    },
  ],
  *checkStage({ model }, { name, nameWord, index }) {
    const first = name === undefined ? undefined : model.stages.slice(0, index).find((stage) => stage.name === name);
    if (nameWord === undefined || first?.nameWord === undefined) return;
    yield {
      span: nameWord.span,
      message: `Another stage is called ${nameWord.text} already.`,
      related: [{ span: first.nameWord.span, message: 'The first stage of this name.' }],
    };
  },
});
