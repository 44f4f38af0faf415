import { secretFileKind, type SecretFileKind } from '../knowledge/secrets';
import { defineRule } from '../lint/rule';
import type { BuildContext } from '../context/build-context';
import type { Stage } from '../model/stage';

export default defineRule({
  id: 'copied-secret-file',
  aliases: ['trivy/DS-0031', 'tally/secrets-in-code', 'sonar/S6470'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['COPY', 'ADD'],
  summary: 'A file with secrets is copied into a layer.',
  docs: `
A copied \`.env\`, private key or \`.netrc\` is part of a layer: whoever can pull the image can read it, also after a later
step has deleted it. In a stage that does not ship it stays in the build cache, on every machine and in every cache registry
that the build uses.

A secret mount gives a file to one RUN only: \`RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\`. An SSH key is
better replaced by \`--mount=type=ssh\`. Settings that the program reads are given when the container starts.

\`.env.example\`, public keys and certificates are left alone, and so is an \`.npmrc\` of the build context without a token.

**When to ignore:** where the file holds no secret.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nCOPY id_rsa /root/.ssh/id_rsa\n',
      good: 'FROM debian:bookworm-slim\nRUN --mount=type=ssh git clone git@github.com:example/private.git\n',
    },
  ],
  *checkInstruction({ model, context }, instruction) {
    const copy = model.copyOf(instruction);
    const stage = model.stageOf(instruction);
    if (copy === undefined || stage === undefined || copy.from.kind !== 'context') return;
    for (const { path, word, kind: sourceKind } of copy.sources) {
      if (sourceKind !== 'path' || path === undefined) continue;
      const kind = secretFileKind(path);
      if (kind === undefined || isHarmless(kind, path, stage, context)) continue;
      const where = stage.isShipped ? 'the image' : 'the build cache';
      yield { span: word.span, message: `"${word.value}" looks like ${WHAT[kind]}, and stays readable in ${where}.` };
    }
  },
});

const WHAT: Readonly<Record<SecretFileKind, string>> = {
  environment: 'a file of settings with secrets',
  'private-key': 'a private key',
  'key-store': 'a key store',
  'package-registry': 'credentials of a package registry',
  'cloud-credentials': 'credentials of a cloud',
  'vcs-credentials': 'credentials of a code host',
  'password-file': 'a file of passwords',
  'shell-history': 'a history of commands',
};

/** Keys for tests are made up, and public with the tests. */
const FIXTURES = /(?:^|\/)(?:tests?|testdata|fixtures?|e2e|examples?|samples?|mocks?)\//i;

function isHarmless(kind: SecretFileKind, path: string, stage: Stage, context: BuildContext | undefined): boolean {
  if (FIXTURES.test(path)) return true;
  const text = context?.read(path);
  if (kind === 'package-registry') {
    // Most .npmrc files hold settings only, and a builder stage is where they are read.
    if (text === undefined) return !stage.isShipped;
    return !/_auth|_password|token|password|secret/i.test(text) || /=\s*\$\{\w+\}\s*$/m.test(text);
  }
  if (kind === 'environment')
    return !stage.isShipped && /^(?:dev|development|test|testing|ci|local)\b/.test(stage.name ?? '');
  return false;
}
