import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'zypper-version-unpinned';

describe(rule, () => {
  it('marks names without a version', () => {
    checkFindings(
      rule,
      `FROM opensuse/leap:15.6
RUN zypper -n in curl=8 git && zypper --non-interactive install -y vim
                        ^^^ ~ zypper-version-unpinned
                                                                   ^^^ ~ zypper-version-unpinned
`,
    );
  });

  it.each([
    ['constraints', 'FROM opensuse/leap:15.6\nRUN zypper in -y a=1 "b>=2" c\\<=3\n'],
    [
      'patterns',
      'FROM opensuse/leap:15.6\nRUN zypper in -y -t pattern devel_basis && zypper in -y pattern:devel_basis\n',
    ],
    [
      'files, and packages that are removed',
      'FROM opensuse/leap:15.6\nRUN zypper in -y ./x.rpm https://example.org/y.rpm -vim\n',
    ],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });
});
