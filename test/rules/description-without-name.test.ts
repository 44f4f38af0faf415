import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

describe('description-without-name', () => {
  const on = '# check=experimental=InvalidDefinitionDescription\n';

  it('looks only where the file asks for it, or the option does', () => {
    const text = '# other words\nARG VERSION=1\nFROM debian\n';
    checkNoFindings('description-without-name', text);
    expect(messageOf('description-without-name', text, { ruleOptions: { always: true } })).toContain('"VERSION"');
    expect(messageOf('description-without-name', `# check=error=true;experimental=all\n${text}`)).toContain(
      '"VERSION"',
    );
    checkNoFindings('description-without-name', `# check=skip=all\n${text}`);
  });

  it('marks the last comment above, blank lines or not, as BuildKit does', () => {
    checkFindings(
      'description-without-name',
      `${on}# VERSION of it
# and more
^^^^^^^^^^ ~ description-without-name

ARG VERSION=1
# Base image
^^^^^^^^^^^^ ~ description-without-name
FROM debian AS base
`,
    );
  });

  it('takes the name of a stage in lower case, and any name of an ARG', () => {
    checkNoFindings(
      'description-without-name',
      `${on}# b is one of two
ARG a=1 b=2
# base is it
FROM debian AS Base
# no name to begin with
FROM debian
#
ARG c
RUN d
`,
    );
  });

  it('puts the name in front', () => {
    checkFix(
      'description-without-name',
      `${on}#the version\nARG V=1\nFROM debian\n`,
      `${on}# V the version\nARG V=1\nFROM debian\n`,
    );
  });
});
