import { describe, expect, it } from 'vitest';
import { compareConfigurations } from '../../server/src/host/verify/compare-configurations';
import { compareFileSystems } from '../../server/src/host/verify/compare-files';
import type { ImageConfiguration } from '../../server/src/host/verify/docker';
import { compareNeeds, libraryOf } from '../../server/src/host/verify/needs';
import { lostWords, searchPathsOf, startedProgram } from '../../server/src/host/verify/start-command';
import { differencesOf } from '../../server/src/host/verify/verification';
import { elfFile } from '../support/elf';
import { imageOf, type SyntheticFiles } from '../support/tar';

// A conversion that is right, and then damaged in one place: the comparison must notice each damage, and only that.

const GLIBC = (versions: readonly string[]): SyntheticFiles => ({
  '/lib64/ld-linux-x86-64.so.2': { contents: elfFile({ provides: versions }), mode: 0o755 },
  '/lib/x86_64-linux-gnu/libc.so.6': { contents: elfFile({ provides: versions }), mode: 0o755 },
});
const MUSL: SyntheticFiles = {
  '/lib/ld-musl-x86_64.so.1': { contents: elfFile({}), mode: 0o755 },
  '/lib/libc.musl-x86_64.so.1': { link: 'ld-musl-x86_64.so.1' },
};
const PROGRAM = (needed: readonly string[], version = 'GLIBC_2.34'): Buffer =>
  elfFile({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: [...needed, 'libc.so.6'],
    requires: { 'libc.so.6': [version] },
    code: needed.join(' '),
  });
const GLIBC_236 = GLIBC(['GLIBC_2.2.5', 'GLIBC_2.34', 'GLIBC_2.36']);
const PYTHON: SyntheticFiles = {
  '/usr/local/bin/python3.11': { contents: PROGRAM([]), mode: 0o755 },
  '/usr/local/bin/python3': { link: 'python3.11' },
};
const SCRIPT = (python: string): SyntheticFiles[string] => ({
  contents: `#!${python}\nfrom gunicorn.app.wsgiapp import run\nrun()\n`,
  mode: 0o755,
});
const PACKAGES = (folder: string, prefix: string): SyntheticFiles => ({
  [`${folder}/flask/__init__.py`]: 'flask\n',
  [`${folder}/flask-3.0.3.dist-info/METADATA`]: 'Name: flask\n',
  [`${folder}/psycopg2/_psycopg.cpython-311-x86_64-linux-gnu.so`]: elfFile({ needed: ['libpq.so.5', 'libc.so.6'] }),
  [`${folder}/psycopg2-2.9.9.dist-info/METADATA`]: 'Name: psycopg2\n',
  [`${prefix}/bin/gunicorn`]: SCRIPT(`${prefix}/bin/python3`),
});
const LIBPQ: SyntheticFiles = { '/usr/lib/x86_64-linux-gnu/libpq.so.5': elfFile({ needed: ['libc.so.6'] }) };
const APP: SyntheticFiles = { '/app/app.py': 'app = 1\n' };

const ORIGINAL: SyntheticFiles = {
  ...GLIBC_236,
  ...PYTHON,
  ...PACKAGES('/usr/local/lib/python3.11/site-packages', '/usr/local'),
  ...LIBPQ,
  ...APP,
  '/usr/bin/gcc-12': { contents: PROGRAM([]), mode: 0o755 },
  '/usr/include/stdio.h': '/* stdio */\n',
};
const VENV: SyntheticFiles = {
  '/opt/venv/pyvenv.cfg': 'home = /usr/local/bin\nversion = 3.11.9\n',
  '/opt/venv/bin/python3': { link: '/usr/local/bin/python3' },
  '/opt/venv/bin/python': { link: 'python3' },
  ...PACKAGES('/opt/venv/lib/python3.11/site-packages', '/opt/venv'),
};
const RESULT: SyntheticFiles = { ...GLIBC_236, ...PYTHON, ...LIBPQ, ...APP, ...VENV };

const CONFIG: ImageConfiguration = {
  Cmd: ['gunicorn', 'app:app'],
  WorkingDir: '/app',
  Env: ['PATH=/usr/local/bin:/usr/bin:/bin'],
};
const CONVERTED: ImageConfiguration = { ...CONFIG, Env: ['PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin'] };

async function damages(result: SyntheticFiles, config = CONVERTED): Promise<readonly string[]> {
  const before = await imageOf(ORIGINAL);
  const after = await imageOf(result);
  const base = { base: CONFIG, baseName: 'python:3.11-slim' };
  const view = (files: typeof before, of: ImageConfiguration) => ({ files, paths: searchPathsOf(of), workdir: '/app' });
  const started = startedProgram({ config, files: after });
  const differences = differencesOf({
    compared: [],
    configuration: compareConfigurations(
      { config: CONFIG, ...base },
      { config, ...base },
      { addsUser: false, files: after },
    ),
    files: compareFileSystems(
      { files: before, uid: 0 },
      { files: after, uid: 0 },
      { base: undefined, addsUser: false, isFromContext: (name) => name === 'app.py' },
    ),
    needs: compareNeeds(view(before, CONFIG), view(after, config), undefined),
    libraryBefore: libraryOf(before),
    libraryAfter: libraryOf(after),
    startsDynamic: started !== undefined,
    lostWords: lostWords({ config: CONFIG, files: before }, { config, files: after }),
    buildTools: [],
    answers: { skipped: 'not here', endedBefore: undefined, endedAfter: undefined, requests: [], health: undefined },
    sizes: { before: 2, after: 1, layersBefore: [], layersAfter: [] },
    declaredPackages: [],
  });
  return differences.filter(({ matters }) => matters).map(({ area, message }) => `${area}: ${message}`);
}

const without = (files: SyntheticFiles, unwanted: RegExp): SyntheticFiles =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !unwanted.test(path)));

describe('a damaged conversion', () => {
  it('is told from one that is right', async () => {
    expect(await damages(RESULT)).toEqual([]);
  });

  it('without a library that a module needs', async () => {
    expect(await damages(without(RESULT, /libpq/))).toEqual([
      'libraries: libpq.so.5 is missing, which /opt/venv/lib/python3.11/site-packages/psycopg2/_psycopg.cpython-311-x86_64-linux-gnu.so needs',
    ]);
  });

  it('with a library of another processor', async () => {
    const libpq = { '/usr/lib/x86_64-linux-gnu/libpq.so.5': elfFile({ machine: 183 }) };
    expect((await damages({ ...RESULT, ...libpq })).join()).toContain('libpq.so.5 is missing');
  });

  it('on musl, with programs made for glibc', async () => {
    const result = { ...without(RESULT, /^\/lib(?:64)?\//), ...MUSL };
    const found = await damages(result);
    expect(found).toContain('libraries: the C library was glibc 2.36, is musl');
    expect(found).toContain(
      'libraries: the loader /lib64/ld-linux-x86-64.so.2 is missing, which /usr/local/bin/python3.11 needs',
    );
    expect(found.some((one) => one.startsWith('libraries: libc.so.6 is missing'))).toBe(true);
  });

  it('on an older glibc than its programs were linked with', async () => {
    expect(await damages({ ...RESULT, ...GLIBC(['GLIBC_2.2.5', 'GLIBC_2.31']) })).toEqual([
      'libraries: libc.so.6 with GLIBC_2.34 is missing, which /usr/local/bin/python3.11 needs',
    ]);
  });

  it('with its virtual environment at another place', async () => {
    const moved = Object.fromEntries(
      Object.entries(RESULT).map(([path, file]) => [path.replace(/^\/opt\/venv/, '/srv/env'), file]),
    );
    expect(await damages(moved)).toEqual([
      'configuration: ENV PATH was /usr/local/bin:/usr/bin:/bin, is /opt/venv/bin:/usr/local/bin:/usr/bin:/bin',
      'start: the start command names gunicorn, which was /usr/local/bin/gunicorn and is nowhere now',
    ]);
    const config = { ...CONFIG, Env: ['PATH=/srv/env/bin:/usr/local/bin:/usr/bin:/bin'] };
    expect(await damages(moved, config)).toEqual([
      'libraries: the interpreter /opt/venv/bin/python3 is missing, which /srv/env/bin/gunicorn needs',
    ]);
  });

  it('with a virtual environment for another Python', async () => {
    const other = {
      '/usr/local/bin/python3.12': PYTHON['/usr/local/bin/python3.11']!,
      '/usr/local/bin/python3': { link: 'python3.12' },
    };
    expect(await damages({ ...without(RESULT, /^\/usr\/local\/bin/), ...other })).toEqual([
      'libraries: Python 3.11 (it finds 3.12) is missing, which /opt/venv/pyvenv.cfg needs',
    ]);
  });

  it('without its virtual environment', async () => {
    expect(await damages(without(RESULT, /^\/opt\/venv/))).toEqual([
      'configuration: ENV PATH was /usr/local/bin:/usr/bin:/bin, is /opt/venv/bin:/usr/local/bin:/usr/bin:/bin',
      'start: the start command names gunicorn, which was /usr/local/bin/gunicorn and is nowhere now',
      'packages: Python packages that were installed are nowhere now: flask, psycopg2',
    ]);
  });

  it('without its own program', async () => {
    expect(await damages(without(RESULT, /^\/app/))).toEqual([
      'start: the start command names app:app, which was /app/app.py and is nowhere now',
    ]);
  });

  it('with another program than the build context has', async () => {
    expect(await damages({ ...RESULT, '/app/app.py': 'app = 2\n' })).toEqual([
      'files: /app/app.py has not the contents that the build context gave it',
    ]);
  });

  it('with a program that its user may not run', async () => {
    const result = { ...RESULT, '/opt/venv/bin/gunicorn': { contents: '#!/opt/venv/bin/python3\n', mode: 0o644 } };
    expect(await damages(result)).toEqual([
      'start: the start command names gunicorn, which was /usr/local/bin/gunicorn and is nowhere now',
    ]);
  });
});
