import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'secret-in-environment';

describe(rule, () => {
  it('marks the name', () => {
    checkFindings(
      rule,
      `FROM debian
ARG NPM_TOKEN
    ^^^^^^^^^ ~ secret-in-environment
ENV DB_PASSWORD=hunter2 A=b API_KEY=$X
    ^^^^^^^^^^^ ~ secret-in-environment
                            ^^^^^^^ ~ secret-in-environment
`,
    );
  });

  it('marks a value that has the shape of a token, whatever its name', () => {
    checkFindings(
      rule,
      `FROM debian
ENV X=AKIAIOSFODNN7EXAMPLE
      ^^^^^^^^^^^^^^^^^^^^ ~ secret-in-environment
`,
    );
  });

  it('leaves names that only speak of a secret', () => {
    checkNoFindings(
      rule,
      `FROM debian
ARG PASSWORD_FILE=/run/secrets/x
ENV KEY_NAME=a PUBLIC_KEY=b GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D SSH_AUTH_SOCK=/x TOKEN_URL=https://x
ENV RELEASE_KEY=8A7495662C3CD4AE18D95637FAF6989E1BC16FEA TOKEN_TTL=30 AUTH=true
ENV DB_PASSWORD=
ARG DB_PASS
`,
    );
  });

  it('follows a variable to the fingerprint that it passes on', () => {
    checkNoFindings(
      'secret-in-environment',
      'FROM debian\nARG SIGNING_KEY=52BB7E3DE28A71BE22EC05FFEF80A866B47A981F\nENV SIGNING_KEY=$SIGNING_KEY\n',
    );
  });

  it('says nothing of public keys, of names in an orchestrator, of files, and of an address that nobody answers', () => {
    checkNoFindings(
      'secret-in-environment',
      'FROM debian\nARG SITE_KEY\nENV ROLE_CLAIM_KEY=.role\nENV TLS_SERVER_KEY=assets/tls/server.key\nENV APP_SECRET_ADAPTER=vault APP_SECRET_VAULT_SCHEME=http APP_SECRET_KUBERNETES_NAMESPACE=default\nENV DATABASE_URL=postgresql://user:pass@localhost:5432/dummy\n',
    );
  });
});
