import { describe, expect, it } from 'vitest';
import { analyze, type LintSettings } from '../server/src/core/index';

// What comments and directives do to findings.

const BAD = 'RUN sudo apt-get install curl\n';

function rulesIn(text: string, settings: LintSettings = {}): readonly string[] {
  return analyze(text, { settings }).findings.map(({ rule }) => rule);
}

describe('a comment that silences', () => {
  it.each([
    '# plimsoll ignore=sudo-in-run',
    '# plimsoll ignore-file=sudo-in-run; why',
    '# plimsoll ignore=apt-interactive, hadolint/DL3004',
    '# PLIMSOLL IGNORE = SUDO-IN-RUN',
    '# hadolint ignore=DL3004',
    '# hadolint ignore=DL3003,DL3004 # why',
    '# hadolint global ignore=DL3004',
    '# tally ignore=hadolint/DL3004',
    '# tally global ignore=hadolint/DL3004;reason=why',
    '# plimsoll ignore=all',
    '#hadolint ignore=DL3004 the image wants it',
  ])('%s', (comment) => {
    expect(rulesIn(`FROM debian:13\n${BAD}`)).toContain('sudo-in-run');
    expect(rulesIn(`FROM debian:13\n${comment}\n${BAD}`)).not.toContain('sudo-in-run');
  });

  it('covers one instruction only', () => {
    const rules = rulesIn(`FROM debian:13\n# plimsoll ignore=sudo-in-run\nRUN true\n${BAD}`);
    expect(rules).toContain('sudo-in-run');
  });

  it('of hadolint silences nothing where the settings say so, and ours does', () => {
    const settings = { hadolintComments: false };
    expect(rulesIn(`FROM debian:13\n# hadolint ignore=DL3004\n${BAD}`, settings)).toContain('sudo-in-run');
    expect(rulesIn(`FROM debian:13\n# plimsoll ignore=DL3004\n${BAD}`, settings)).not.toContain('sudo-in-run');
  });
});

describe('# check=', () => {
  const TEXT = 'FROM debian:13 AS Build\nRUN sudo true\n';
  const severitiesIn = (text: string, settings: LintSettings = {}) =>
    Object.fromEntries(analyze(text, { settings }).findings.map(({ rule, severity }) => [rule, severity]));

  it.each(['StageNameCasing', 'all', 'JSONArgsRecommended, StageNameCasing', 'StageNameCasing;error=true'])(
    'skip=%s silences a check in the whole file',
    (names) => {
      const rules = rulesIn(`# check=skip=${names}\n${TEXT}`);
      expect(rules).not.toContain('stage-name-casing');
      expect(rules).toContain('sudo-in-run');
    },
  );

  it.each(['error=true', 'error=1', 'skip=JSONArgsRecommended;error=true', 'error=TRUE; skip=JSONArgsRecommended'])(
    '%s makes errors of what BuildKit checks, and of nothing else',
    (options) => {
      const before = severitiesIn(TEXT);
      expect(before).toMatchObject({ 'stage-name-casing': 'info', 'sudo-in-run': 'warning' });
      expect(severitiesIn(`# check=${options}\n${TEXT}`)).toEqual({ ...before, 'stage-name-casing': 'error' });
    },
  );

  it.each(['error=false', 'error=yes', 'skip=error=true'])('%s changes no severity', (options) => {
    expect(severitiesIn(`# check=${options}\n${TEXT}`)).toEqual(severitiesIn(TEXT));
  });

  it('error=true in a comment above an instruction changes no severity', () => {
    expect(severitiesIn(`FROM debian:13 AS Build\n# check=error=true\nRUN sudo true\n`)).toEqual(severitiesIn(TEXT));
  });

  it('error=true wins over a milder severity of the settings, since the build fails', () => {
    const settings: LintSettings = { rules: { 'stage-name-casing': 'hint' } };
    expect(severitiesIn(`# check=error=true\n${TEXT}`, settings)).toMatchObject({ 'stage-name-casing': 'error' });
    const off: LintSettings = { rules: { 'stage-name-casing': 'off' } };
    expect(severitiesIn(`# check=error=true\n${TEXT}`, off)).not.toHaveProperty('stage-name-casing');
  });

  it('keeps the fixes of what it makes an error', () => {
    const { findings } = analyze(`# check=error=true\n${TEXT}`);
    expect(findings.find(({ rule }) => rule === 'stage-name-casing')?.fixes).toHaveLength(1);
  });
});
