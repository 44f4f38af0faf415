import { describe, expect, it } from 'vitest';
import { analyzeAll, checkFindings, checkNoFindings } from '../support/check';

const rule = 'secret-like-name';

describe(rule, () => {
  it('marks names that BuildKit takes for secrets, where the value is none', () => {
    checkFindings(
      rule,
      `FROM debian
ARG RELEASE_KEY=C5705533DA4F78D8664B5DC0575159689BEFB442
    ^^^^^^^^^^^ ~ secret-like-name
ENV DB_PASSWORD=
    ^^^^^^^^^^^ ~ secret-like-name
ENV HOST_KEY_CHECKING=False
    ^^^^^^^^^^^^^^^^^ ~ secret-like-name
`,
    );
  });

  it('leaves to secret-in-environment what may be a secret', () => {
    checkNoFindings(rule, 'FROM debian\nARG NPM_TOKEN\nENV DB_PASSWORD=hunter2\n');
  });

  it('goes by no name of BuildKit for arguments of FROM, of which it does not warn', () => {
    const [finding] = analyzeAll('ARG AWS_ACCESS_KEY_ID\nFROM debian\n', {}, rule).findings;
    expect(finding?.aliases).toContain('hadolint/DL3064');
    expect(finding?.aliases).not.toContain('buildkit/SecretsUsedInArgOrEnv');
  });

  it('leaves public names and files', () => {
    checkNoFindings(rule, 'FROM debian\nENV PUBLIC_KEY=abc PASSWORD_FILE=/run/x MONKEY=1\n');
  });
});
