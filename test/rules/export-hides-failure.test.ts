import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('export-hides-failure', () => {
  it('marks the name that takes what a command prints', () => {
    checkFindings(
      'export-hides-failure',
      `FROM debian
RUN set -e; export A=1 GNUPGHOME="$(mktemp -d)"; f() { local b=$(c); }
                       ^^^^^^^^^ ~ export-hides-failure
                                                             ^ ~ export-hides-failure
`,
    );
  });

  it('says nothing where the assignment stands alone, or nothing is run', () => {
    checkNoFindings('export-hides-failure', 'FROM debian\nRUN A="$(b)" && export A && export C="$D" E=f\n');
  });
});
