import { describe, expect, it } from 'vitest';
import type { ImageConfiguration } from '../../server/src/host/verify/docker';
import { compareFiles, configurationProblems, type Side } from '../builds/compare';
import { imageOf, type SyntheticFiles } from '../support/tar';

// The oracle of test:builds, which knows the files that the original opened: each damage to a right conversion is noticed.

const BEFORE: SyntheticFiles = {
  '/usr/local/bin/tide': { contents: 'program', mode: 0o755 },
  '/usr/lib/libtable.so.1': 'library',
  '/srv/tide/data/table.txt': '06:12 3.9 m\n',
  '/srv/tide/start.sh': { contents: '#!/bin/sh\nexec tide\n', mode: 0o755 },
  '/etc/ssl/certs/ca-certificates.crt': 'certificates',
  '/usr/local/lib/python3.11/site-packages/flask/app.py': 'flask',
  '/usr/bin/gcc': { contents: 'compiler', mode: 0o755 },
};
const OPENED = Object.keys(BEFORE).filter((path) => path !== '/usr/bin/gcc');
const MOVED = '/opt/venv/lib/python3.11/site-packages/flask/app.py';
const { '/usr/bin/gcc': _, '/usr/local/lib/python3.11/site-packages/flask/app.py': flask, ...KEPT } = BEFORE;
const AFTER: SyntheticFiles = { ...KEPT, [MOVED]: flask ?? '' };

const CONFIG: ImageConfiguration = {
  Cmd: ['tide'],
  Entrypoint: ['/srv/tide/start.sh'],
  WorkingDir: '/srv/tide',
  User: '1000',
  Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'TZ=Europe/Lisbon', 'TABLE=data/table.txt'],
  Volumes: { '/data': {} },
  StopSignal: 'SIGINT',
};

async function side(files: SyntheticFiles, config: ImageConfiguration = CONFIG): Promise<Side> {
  return {
    container: '',
    files: await imageOf(files),
    config,
    base: { Env: (CONFIG.Env ?? []).slice(0, 1) },
    baseName: 'debian',
  };
}

async function lost(after: SyntheticFiles, uid = 0): Promise<readonly string[]> {
  return compareFiles(OPENED, await side(BEFORE), await side(after), uid, {}).problems;
}

async function changed(config: ImageConfiguration): Promise<readonly string[]> {
  return configurationProblems(await side(BEFORE), await side(AFTER, config), false, {});
}

const without = (path: string): SyntheticFiles =>
  Object.fromEntries(Object.entries(AFTER).filter(([one]) => one !== path));

describe('the oracle of test:builds', () => {
  it('accepts a right conversion, packages in an environment of their own included', async () => {
    expect(await lost(AFTER)).toEqual([]);
    expect(await changed(CONFIG)).toEqual([]);
  });

  it.each(['/usr/lib/libtable.so.1', '/srv/tide/data/table.txt', '/etc/ssl/certs/ca-certificates.crt'])(
    'notices that %s is lost',
    async (path) => {
      expect(await lost(without(path))).toEqual([`${path} is missing`]);
    },
  );

  it('notices packages of another Python, and an environment at another place', async () => {
    const { [MOVED]: moved = '', ...others } = AFTER;
    for (const place of ['/opt/venv/lib/python3.12', '/srv/env/lib/python3.11'])
      expect(await lost({ ...others, [`${place}/site-packages/flask/app.py`]: moved })).toEqual([
        '/usr/local/lib/python3.11/site-packages/flask/app.py is missing',
      ]);
  });

  it('notices other contents, a lost execute bit, and a file that the user may not read', async () => {
    expect(await lost({ ...AFTER, '/srv/tide/data/table.txt': 'nothing\n' })).toEqual([
      '/srv/tide/data/table.txt: has other contents',
    ]);
    const script = { contents: '#!/bin/sh\nexec tide\n', mode: 0o644 };
    expect(await lost({ ...AFTER, '/srv/tide/start.sh': script })).toEqual([
      '/srv/tide/start.sh: has mode 644 instead of 755',
    ]);
    const hidden = { contents: '06:12 3.9 m\n', mode: 0o600 };
    expect(await lost({ ...AFTER, '/srv/tide/data/table.txt': hidden }, 1000)).toEqual([
      '/srv/tide/data/table.txt: user 1000 may not read it',
    ]);
  });

  it('notices a changed variable, user, command, directory, volume and signal', async () => {
    const { Volumes: __, StopSignal: ___, ...rest } = CONFIG;
    const cases: readonly (readonly [ImageConfiguration, RegExp])[] = [
      [{ ...CONFIG, Env: CONFIG.Env?.slice(0, 2) ?? [] }, /TABLE/],
      [{ ...CONFIG, Env: [...(CONFIG.Env ?? []).slice(0, 2), 'TABLE=other.txt'] }, /TABLE/],
      [{ ...CONFIG, User: '' }, /User/],
      [{ ...CONFIG, Cmd: ['tide', '-v'] }, /Cmd/],
      [{ ...CONFIG, Entrypoint: [] }, /Entrypoint/],
      [{ ...CONFIG, WorkingDir: '/' }, /WorkingDir/],
      [{ ...rest, StopSignal: 'SIGINT' }, /Volumes/],
      [{ ...rest, Volumes: CONFIG.Volumes ?? {} }, /StopSignal/],
    ];
    for (const [config, field] of cases) {
      const problems = await changed(config);
      expect(problems, String(field)).toHaveLength(1);
      expect(problems[0]).toMatch(field);
    }
  });
});
