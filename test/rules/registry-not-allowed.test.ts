import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('registry-not-allowed', () => {
  const ruleOptions = { registries: ['ghcr.io/example', '*.example.com', 'docker.io'] };

  it('marks images of other registries, wherever they are named', () => {
    checkFindings(
      'registry-not-allowed',
      `FROM quay.io/team/app:1
     ^^^^^^^^^^^^^^^^^^ ~ registry-not-allowed
COPY --from=gcr.io/distroless/base /etc/passwd /etc/
            ^^^^^^^^^^^^^^^^^^^^^^ ~ registry-not-allowed
RUN --mount=type=bind,from=ghcr.io/other/tool:2,target=/t /t/run
                           ^^^^^^^^^^^^^^^^^^^^ ~ registry-not-allowed
`,
      { ruleOptions },
    );
  });

  it('takes paths, patterns and the names of Docker Hub', () => {
    checkNoFindings(
      'registry-not-allowed',
      `FROM ghcr.io/example/app:1 AS a
FROM eu.example.com/app
FROM alpine:3.22
FROM index.docker.io/library/alpine:3.22
FROM team/app
COPY --from=a /x /x
COPY --from=0 /x /x
`,
      { ruleOptions },
    );
  });

  it('does not take a path for the start of another name', () => {
    checkFindings(
      'registry-not-allowed',
      `FROM ghcr.io/example-evil/app
     ^^^^^^^^^^^^^^^^^^^^^^^^ ~ registry-not-allowed
`,
      { ruleOptions },
    );
  });

  it('says nothing without a list, of scratch, and of what nobody knows', () => {
    checkNoFindings('registry-not-allowed', 'FROM quay.io/team/app:1\n');
    checkNoFindings('registry-not-allowed', 'ARG BASE\nFROM scratch\nFROM $BASE\n', { ruleOptions });
  });
});
