import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

describe('label-value-invalid', () => {
  const oci = (key: string, value: string): string => `FROM debian\nLABEL org.opencontainers.image.${key}="${value}"\n`;

  it('marks values of OCI keys that are not what the specification says', () => {
    checkFindings(
      'label-value-invalid',
      `FROM debian
LABEL org.opencontainers.image.created="yesterday"
                                       ^^^^^^^^^^^ ~ label-value-invalid
LABEL org.opencontainers.image.source=git@example.com:a/b
                                      ^^^^^^^^^^^^^^^^^^^ ~ label-value-invalid
LABEL org.opencontainers.image.licenses=GPLv3 org.opencontainers.image.revision=main
                                        ^^^^^ ~ label-value-invalid
                                                                                ^^^^ ~ label-value-invalid
`,
    );
  });

  it('takes times of RFC 3339 only', () => {
    for (const time of ['2024-02-29T12:00:00Z', '2024-05-01T12:00:00.123+02:00', '2024-05-01t23:59:60z'])
      checkNoFindings('label-value-invalid', oci('created', time));
    for (const time of ['2023-02-29T12:00:00Z', '2024-05-01', '2024-05-01T24:00:00Z', '2024-05-01T12:00:00'])
      expect(messageOf('label-value-invalid', oci('created', time)), time).toContain('RFC 3339');
  });

  it('takes SPDX expressions', () => {
    for (const text of [
      'MIT',
      'Apache-2.0 AND (MIT OR GPL-2.0-only WITH Classpath-exception-2.0)',
      'GPL-2.0+',
      'LicenseRef-Proprietary',
      'NONE',
    ])
      checkNoFindings('label-value-invalid', oci('licenses', text));
    for (const text of ['Apache 2.0', 'MIT AND', '(MIT', 'MIT WITH', 'proprietary'])
      expect(messageOf('label-value-invalid', oci('licenses', text)), text).toContain('SPDX');
  });

  it('judges other kinds by the schema', () => {
    const ruleOptions = { schema: ['v=semver', 'm=email', 'h=hash', 'u=url', 't', 'x=unknown'] };
    checkNoFindings(
      'label-value-invalid',
      `FROM debian
LABEL v=1.2.3-rc.1+build.5 m=ada@example.com h=0123abc u=https://example.com t=anything x=anything
LABEL org.opencontainers.image.created=yesterday
`,
      { ruleOptions },
    );
    checkFindings(
      'label-value-invalid',
      `FROM debian
LABEL v=1.2 m=ada h=main u=example
        ^^^ ~ label-value-invalid
              ^^^ ~ label-value-invalid
                    ^^^^ ~ label-value-invalid
                           ^^^^^^^ ~ label-value-invalid
LABEL v=01.2.3
        ^^^^^^ ~ label-value-invalid
LABEL v=1.2.3-
        ^^^^^^ ~ label-value-invalid
`,
      { ruleOptions },
    );
  });

  it('does not judge variables, nor empty values', () => {
    checkNoFindings(
      'label-value-invalid',
      `FROM debian
ARG REVISION=none
LABEL org.opencontainers.image.revision=$REVISION org.opencontainers.image.created="" org.opencontainers.image.licenses="\${L:-x}"
`,
    );
  });
});
