import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

describe('label-missing', () => {
  const ruleOptions = { schema: ['com.example.team', 'com.example.version=semver'] };

  it('says nothing without a schema', () => {
    checkNoFindings('label-missing', 'FROM debian\n');
  });

  it('marks the image of a stage that lacks one, and names all it lacks', () => {
    checkFindings(
      'label-missing',
      `FROM debian
     ^^^^^^ ~ label-missing
LABEL com.example.team=a
`,
      { ruleOptions },
    );
    expect(messageOf('label-missing', 'FROM debian\n', { ruleOptions })).toContain(
      '"com.example.team", "com.example.version"',
    );
  });

  it('counts the labels of the stages below, and asks no stage that others use', () => {
    checkNoFindings(
      'label-missing',
      `FROM debian AS base
LABEL com.example.team=a
FROM golang AS build
FROM base
COPY --from=build /a /a
LABEL com.example.version=1.0.0
`,
      { ruleOptions },
    );
  });

  it('asks a stage that nothing uses: it is an image of its own', () => {
    checkFindings(
      'label-missing',
      `FROM debian AS other
     ^^^^^^ ~ label-missing
FROM debian
LABEL com.example.team=a com.example.version=1.0.0
`,
      { ruleOptions },
    );
  });

  it('does not count what ONBUILD gives to other images, nor guesses what a variable key is', () => {
    checkFindings(
      'label-missing',
      `FROM debian
     ^^^^^^ ~ label-missing
ONBUILD LABEL com.example.team=a com.example.version=1.0.0
`,
      { ruleOptions },
    );
    checkNoFindings('label-missing', 'FROM debian\nARG K\nLABEL $K=a\n', { ruleOptions });
  });

  it('takes a schema as hadolint writes it', () => {
    checkNoFindings('label-missing', 'FROM debian\nLABEL a=1\n', { ruleOptions: { schema: ['a: text'] } });
  });
});
