import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('zypper-interactive', () => {
  it('marks zypper', () => {
    checkFindings(
      'zypper-interactive',
      `FROM opensuse/leap
RUN zypper in git && zypper -n in git && zypper install -y git && zypper refresh
    ^^^^^^^^^ ~ zypper-interactive
`,
    );
  });

  it('takes a variable of options for an answer', () => {
    checkNoFindings('zypper-interactive', 'FROM opensuse/leap\nRUN zypper $ZYPPER_OPTS in git\n');
  });

  it('adds -y', () => {
    checkFix('zypper-interactive', 'FROM opensuse/leap\nRUN zypper up\n', 'FROM opensuse/leap\nRUN zypper up -y\n');
  });
});
