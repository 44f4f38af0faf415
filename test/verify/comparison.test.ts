import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, compareAnswers, isTaken, normalised, type Answer } from '../../server/src/host/verify/answers';
import { compareConfigurations } from '../../server/src/host/verify/compare-configurations';
import { buildTools, compareFileSystems } from '../../server/src/host/verify/compare-files';
import { tcpPortsOf } from '../../server/src/host/verify/container-run';
import type { ImageConfiguration } from '../../server/src/host/verify/docker';
import { entryAt, resolvePath } from '../../server/src/host/verify/image-files';
import { instructionOf } from '../../server/src/host/verify/layers';
import { needsOf } from '../../server/src/host/verify/needs';
import { lostWords } from '../../server/src/host/verify/start-command';
import { packageRecords, packageVersion } from '../../server/src/host/verify/package-records';
import { elfFile } from '../support/elf';
import { imageOf, type SyntheticFiles } from '../support/tar';

const long = `/opt/${'long-name/'.repeat(15)}file.txt`;

describe('the files of an image', () => {
  it('are read with kind, mode, owner and links, whatever the length of their names', async () => {
    const files = await imageOf({
      '/bin/tool': { contents: 'x', mode: 0o4755, uid: 7 },
      '/bin/other': { hardLink: '/bin/tool' },
      '/etc/link': { link: '../bin/tool' },
      [long]: 'far away',
    });
    expect(files.get('/bin/tool')).toMatchObject({ kind: 'file', mode: 0o4755, uid: 7, size: 1, isText: true });
    expect(files.get('/bin/other')).toBe(files.get('/bin/tool'));
    expect(files.get('/etc')).toMatchObject({ kind: 'directory' });
    expect(resolvePath(files, '/etc/link')).toBe('/bin/tool');
    expect(entryAt(files, long)?.size).toBe(8);
  });

  it('may have links that lead nowhere or around in circles', async () => {
    const files = await imageOf({ '/a': { link: 'b' }, '/b': { link: 'a' }, '/c': { link: '/none' } });
    expect(['/a', '/c'].map((path) => resolvePath(files, path))).toEqual([undefined, undefined]);
  });
});

const DPKG: SyntheticFiles = {
  '/var/lib/dpkg/status':
    'Package: zlib1g\nStatus: install ok installed\nVersion: 1:1.2.13.dfsg-1\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n',
  '/var/lib/dpkg/info/zlib1g:amd64.list': '/.\n/lib/libz.so.1\n',
  '/usr/lib/libz.so.1': elfFile({}),
};

describe('the records of packages', () => {
  it('of dpkg, with the directories that were merged', async () => {
    const files = await imageOf(DPKG);
    expect([...packageRecords(files).packages.keys()]).toEqual(['dpkg zlib1g']);
    expect(packageVersion(files, '/usr/lib/libz.so.1')).toBe('zlib1g 1.2.13.dfsg');
  });

  it('of dpkg in images without a shell', async () => {
    const files = await imageOf({
      '/var/lib/dpkg/status.d/libc6': 'Package: libc6\nVersion: 2.36-9\n',
      '/var/lib/dpkg/status.d/libc6.md5sums': `${'0'.repeat(32)}  lib/libc.so.6\n`,
      '/lib/libc.so.6': elfFile({}),
    });
    expect(packageVersion(files, '/lib/libc.so.6')).toBe('libc6 2.36');
  });

  it('of apk, Python and Node', async () => {
    const files = await imageOf({
      '/lib/apk/db/installed': 'P:zlib\nV:1.3.1-r0\nF:lib\nR:libz.so.1\n\nP:musl\nV:1.2.5-r0\n',
      '/lib/libz.so.1': elfFile({}),
      '/usr/lib/python3.11/site-packages/Jinja2-3.1.4.dist-info/METADATA': '',
      '/app/node_modules/@types/node/package.json': '{}',
      '/app/node_modules/express/package.json': '{}',
    });
    expect([...packageRecords(files).packages.keys()].sort()).toEqual([
      'apk musl',
      'apk zlib',
      'node @types/node',
      'node express',
      'python jinja2',
    ]);
    expect(packageVersion(files, '/lib/libz.so.1')).toBe('zlib 1.3.1');
  });
});

describe('what programs need', () => {
  const paths = { path: '/usr/bin', libraryPath: '' };
  const missing = async (files: SyntheticFiles, more = paths): Promise<readonly string[]> =>
    needsOf(await imageOf(files), more).missing.map(({ kind, name }) => `${kind} ${name}`);
  const program = (more: object): Buffer => elfFile({ needed: ['liba.so.1'], ...more });
  const library = elfFile({});

  it('is found where the loader looks', async () => {
    expect(await missing({ '/app/run': program({}), '/usr/lib/liba.so.1': library })).toEqual([]);
    expect(await missing({ '/app/run': program({}), '/app/liba.so.1': library })).toEqual(['library liba.so.1']);
    const beside = { '/app/bin/run': program({ runpath: '$ORIGIN/../lib' }), '/app/lib/liba.so.1': library };
    expect(await missing(beside)).toEqual([]);
    const old = { '/app/bin/run': program({ rpath: '${ORIGIN}/../lib' }), '/app/lib/liba.so.1': library };
    expect(await missing(old)).toEqual([]);
    const asked = { '/app/run': program({}), '/opt/lib/liba.so.1': library };
    expect(await missing(asked, { ...paths, libraryPath: '/opt/lib' })).toEqual([]);
  });

  it('is found through the index of the loader, and not beside it', async () => {
    const files = { '/app/run': program({}), '/usr/local/lib/liba.so.1': library };
    expect(await missing(files)).toEqual(['library liba.so.1']);
    expect(
      await missing({ ...files, '/etc/ld.so.cache': loaderIndex({ 'liba.so.1': '/usr/local/lib/liba.so.1' }) }),
    ).toEqual([]);
  });

  it('includes the program of a script, also through env', async () => {
    const script = (line: string): SyntheticFiles => ({ '/app/run': { contents: `#!${line}\n`, mode: 0o755 } });
    const python = { '/usr/bin/python3': { contents: elfFile({}), mode: 0o755 } };
    expect(await missing(script('/usr/bin/env -S python3 -u'))).toEqual(['interpreter python3']);
    expect(await missing({ ...script('/usr/bin/env -S python3 -u'), ...python })).toEqual([]);
    expect(await missing({ ...script('/usr/local/bin/python3'), ...python })).toEqual([
      'interpreter /usr/local/bin/python3',
    ]);
  });
});

/** Returns an index as ldconfig writes it: an old empty one in front is left out. */
function loaderIndex(libraries: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(libraries);
  const header = Buffer.alloc(48);
  header.write('glibc-ld.so.cache1.1');
  header.writeUInt32LE(entries.length, 20);
  const strings: Buffer[] = [];
  let at = 48 + 24 * entries.length;
  const place = (text: string): number => {
    const start = at;
    strings.push(Buffer.from(`${text}\0`));
    at += text.length + 1;
    return start;
  };
  const records = entries.map(([name, path]) => {
    const record = Buffer.alloc(24);
    record.writeUInt32LE(place(name), 4);
    record.writeUInt32LE(place(path), 8);
    return record;
  });
  return Buffer.concat([header, ...records, ...strings]);
}

describe('the words of a command', () => {
  const tool = { contents: 'x', mode: 0o755 };
  const lost = async (config: ImageConfiguration): Promise<readonly string[]> => {
    const before = await imageOf({ '/usr/bin/as': tool, '/usr/bin/make': tool, '/bin/sh': tool, '/app/run.js': 'x' });
    const after = await imageOf({ '/bin/sh': tool });
    const both = { WorkingDir: '/app', Env: ['PATH=/usr/bin:/bin'], ...config };
    return lostWords({ config: both, files: before }, { config: both, files: after }).map(
      ({ of, word }) => `${of}: ${word}`,
    );
  };

  it.each<[string, ImageConfiguration, readonly string[]]>([
    ['the first of an exec form', { Cmd: ['make', 'as'] }, ['start command: make']],
    ['the first after an entrypoint', { Entrypoint: ['sh'], Cmd: ['make'] }, ['start command: make']],
    ['the one that a wrapper starts', { Cmd: ['tini', '--', 'make'] }, ['start command: make']],
    ['files of the working directory', { Cmd: ['node', 'run.js'] }, ['start command: run.js']],
    [
      'the commands of a shell',
      { Cmd: ['/bin/sh', '-c', 'A=1 make as && exec as run.js'] },
      ['start command: make', 'start command: as', 'start command: run.js'],
    ],
    ['no other program text', { Cmd: ['python', '-c', 'import os as make'] }, []],
    ['the health check', { Healthcheck: { Test: ['CMD-SHELL', 'make || exit 1'] } }, ['health check: make']],
    ['the health check without a shell', { Healthcheck: { Test: ['CMD', 'python', '-c', 'x as y'] } }, []],
  ])('that name a program: %s', async (_, config, expected) => {
    expect(await lost(config)).toEqual(expected);
  });
});

describe('configurations', () => {
  const image = (config: ImageConfiguration, base: ImageConfiguration = {}, baseName = 'base') => ({
    config,
    base,
    baseName,
  });
  const undeclared = async (
    before: ReturnType<typeof image>,
    after: ReturnType<typeof image>,
    more: {
      readonly addsUser?: boolean;
      readonly addsHealthCheck?: boolean;
      readonly changesStart?: boolean;
      readonly files?: SyntheticFiles;
    } = {},
  ): Promise<readonly string[]> =>
    compareConfigurations(before, after, { addsUser: false, ...more, files: await imageOf(more.files ?? {}) })
      .filter(({ declared }) => declared === undefined)
      .map(({ field }) => field);

  it('are equal where only absence is written differently', async () => {
    expect(await undeclared(image({ Cmd: [], Labels: {}, User: '' }), image({ User: 'root' }))).toEqual([]);
    expect(await undeclared(image({ Labels: { a: '1', b: '2' } }), image({ Labels: { b: '2', a: '1' } }))).toEqual([]);
  });

  it.each([
    ['Cmd', { Cmd: ['a'] }, { Cmd: ['b'] }],
    ['Entrypoint', { Entrypoint: ['a'] }, {}],
    ['WorkingDir', { WorkingDir: '/a' }, { WorkingDir: '/b' }],
    ['ExposedPorts', { ExposedPorts: { '80/tcp': {} } }, {}],
    ['Volumes', { Volumes: { '/data': {} } }, {}],
    ['Labels', { Labels: { a: '1' } }, {}],
    ['Healthcheck', { Healthcheck: { Test: ['CMD', 'true'] } }, {}],
    ['StopSignal', { StopSignal: 'SIGINT' }, {}],
    ['User', { User: 'node' }, {}],
    ['ENV A', { Env: ['A=1'] }, { Env: ['A=2'] }],
    ['ENV B', {}, { Env: ['B=2'] }],
  ])('differ in %s', async (field, before, after) => {
    expect(await undeclared(image(before), image(after))).toEqual([field]);
  });

  it('may have another base, with the variables of that', async () => {
    const before = image(
      { Env: ['PATH=/go/bin:/bin', 'GOPATH=/go', 'A=1'] },
      { Env: ['PATH=/go/bin:/bin', 'GOPATH=/go'] },
    );
    const base = { Env: ['PATH=/bin', 'SSL=/etc'] };
    expect(await undeclared(before, image({ Env: ['PATH=/bin', 'SSL=/etc', 'A=1'] }, base, 'other'))).toEqual([]);
    expect(await undeclared(before, image({ Env: ['PATH=/bin', 'SSL=/etc'] }, base, 'other'))).toEqual(['ENV A']);
  });

  it('may have another user where one was asked for, and must have one then', async () => {
    expect(await undeclared(image({}), image({ User: '10001:10001' }))).toEqual(['User']);
    expect(await undeclared(image({}), image({ User: '10001:10001' }), { addsUser: true })).toEqual([]);
    expect(await undeclared(image({}), image({}), { addsUser: true })).toEqual(['User']);
  });

  it('may have a health check or another start command where it was asked for', async () => {
    const [before, after] = [
      image({ Cmd: ['npm', 'start'] }),
      image({ Cmd: ['node', 'a.js'], Healthcheck: { Test: ['CMD'] } }),
    ];
    expect(await undeclared(before, after, { addsHealthCheck: true })).toEqual(['Cmd']);
    expect(await undeclared(before, after, { changesStart: true })).toEqual(['Healthcheck']);
    expect(await undeclared(after, before, { addsHealthCheck: true, changesStart: true })).toEqual(['Healthcheck']);
  });

  it('may have a virtual environment in front, where there is one', async () => {
    const [before, after] = [image({ Env: ['PATH=/bin'] }), image({ Env: ['PATH=/opt/venv/bin:/bin'] })];
    expect(await undeclared(before, after)).toEqual(['ENV PATH']);
    expect(await undeclared(before, after, { files: { '/opt/venv/pyvenv.cfg': '' } })).toEqual([]);
  });
});

describe('file systems', () => {
  const options = { base: undefined, addsUser: false, isFromContext: () => false };
  const compare = async (
    before: SyntheticFiles,
    after: SyntheticFiles,
    more: Partial<Parameters<typeof compareFileSystems>[2]> = {},
    uid = 0,
  ) =>
    compareFileSystems(
      { files: await imageOf(before), uid },
      { files: await imageOf(after), uid },
      { ...options, ...more },
    );

  it('are summarised by the shallowest directory that left, and by package', async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`/usr/include/h${index}.h`, 'xx']));
    const { left, added, before, after } = await compare(
      { ...DPKG, ...many, '/app/a': '1', '/app/src/deep/b': '22', '/app/src/c': '333' },
      { '/app/a': '1', '/usr/bin/new': '4444' },
    );
    expect(left.directories.filter(({ path }) => !path.startsWith('/var'))).toEqual([
      { path: '/usr/lib', files: 1, bytes: elfFile({}).length },
      { path: '/usr/include', files: 20, bytes: 40 },
      { path: '/app/src', files: 2, bytes: 5 },
    ]);
    expect(left.packages).toEqual([
      { manager: 'dpkg', name: 'zlib1g', version: '1:1.2.13.dfsg-1', bytes: elfFile({}).length },
    ]);
    expect(added).toMatchObject({ files: 1, bytes: 4, directories: [{ path: '/usr/bin', files: 1, bytes: 4 }] });
    expect(before.files - left.files + added.files).toBe(after.files);
  });

  it('count several names of one file once', async () => {
    const { left } = await compare({ '/a': 'xxxx', '/b': { hardLink: '/a' } }, {});
    expect(left).toMatchObject({ files: 2, bytes: 4 });
  });

  it.each([
    ['another kind', { '/app/a': 'x' }, { '/app/a': { isDirectory: true } }, true],
    ['a broken link', { '/app/a': { link: 'b' }, '/app/b': 'x' }, { '/app/a': { link: 'c' } }, true],
    ['other contents', { '/app/a': 'x' }, { '/app/a': 'y' }, false],
  ] as [string, SyntheticFiles, SyntheticFiles, boolean][])('tell %s', async (_, before, after, matters) => {
    const { changed } = await compare(before, after);
    expect(changed).toMatchObject([{ path: '/app/a', matters }]);
  });

  it('tell rights that the user of the container lost', async () => {
    const files = (mode: number, uid: number): SyntheticFiles => ({ '/app/a': { contents: 'x', mode, uid } });
    expect((await compare(files(0o640, 9), files(0o640, 0), {}, 9)).changed).toMatchObject([{ matters: true }]);
    expect((await compare(files(0o644, 9), files(0o644, 0), {}, 9)).changed).toMatchObject([{ matters: false }]);
    expect((await compare(files(0o755, 0), files(0o644, 0), {}, 0)).changed).toMatchObject([{ matters: true }]);
    expect((await compare(files(0o644, 0), files(0o644, 9), { addsUser: true })).changed).toEqual([]);
  });

  it('do not mind what each build writes anew, nor another patch of a package, nor what the new base has so', async () => {
    const differing = (text: string): SyntheticFiles => ({
      '/etc/ld.so.cache': text,
      '/var/log/apt/history.log': text,
      '/app/__pycache__/a.cpython-311.pyc': text,
      '/etc/os-release': text,
    });
    const base = await imageOf({ '/etc/os-release': '2' });
    expect((await compare(differing('1'), differing('2'), { base })).changed).toEqual([]);
    const other = { ...DPKG, '/usr/lib/libz.so.1': elfFile({ needed: ['libc.so.6'] }) };
    expect((await compare(DPKG, other)).changed).toEqual([]);
    const status = { '/var/lib/dpkg/status': 'Package: zlib1g\nVersion: 1:1.3\n' };
    expect((await compare(DPKG, { ...other, ...status })).changedPackages).toEqual([
      { manager: 'dpkg', name: 'zlib1g', before: '1:1.2.13.dfsg-1', after: '1:1.3' },
    ]);
  });

  it('show build tools that are left', async () => {
    const files = { '/usr/bin/gcc-12': 'x', '/usr/bin/make': { link: 'nowhere' }, '/app/make': 'x' };
    expect(buildTools(await imageOf(files))).toEqual(['/usr/bin/gcc-12']);
  });
});

describe('answers', () => {
  const http = (body: string, more: Partial<Extract<Answer, { kind: 'http' }>> = {}): Answer => ({
    kind: 'http',
    status: 200,
    type: 'text/plain',
    location: '',
    body,
    ...more,
  });
  const asked = { request: 'GET /', port: '80' };
  const none: Answer = { kind: 'none', message: 'refused' };

  it('differ in status, type, place or text', () => {
    const before = http('calm');
    expect(compareAnswers(asked, before, before, http('calm'))).toMatchObject({ isEqual: true });
    for (const after of [
      http('storm'),
      http('calm', { status: 500 }),
      http('calm', { type: 'text/html' }),
      http('calm', { location: '/login' }),
      none,
    ])
      expect(compareAnswers(asked, before, before, after)).toMatchObject({ isEqual: false });
    expect(compareAnswers(asked, none, none, before)).toMatchObject({ isEqual: false });
  });

  it('are not compared by their text where the original does not agree with itself', () => {
    const found = compareAnswers(asked, http('1'), http('2'), http('3'));
    expect([found.isEqual, found.note]).toEqual([
      true,
      'the original’s own answers differ, so their text is not compared',
    ]);
  });

  it('say so where neither has any', () => {
    expect(compareAnswers(asked, none, none, none)).toMatchObject({
      isEqual: true,
      note: expect.stringContaining('nothing to compare'),
    });
  });

  it('have the dates of the moment taken out, and keep all others', () => {
    const now = Date.parse('2026-03-04T05:06:07Z');
    expect(normalised('at 2026-03-04T05:06:01.123Z, Wed, 04 Mar 2026 05:06:07 GMT, 1772600767', now)).toBe(
      'at <date>, <date>, <time>',
    );
    const fixed = 'Mon, 01 Jul 2024 16:12:00 +1200, 2024-07-01, 1719800000, ISBN 1234567890';
    expect(normalised(fixed, now)).toBe(fixed);
    expect(normalised('id 0190a2b4-1111-4222-8333-444455556666', now)).toBe('id <uuid>');
  });

  async function listening(server: Server): Promise<number> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  }

  it('are asked for under the name that the container knows', async () => {
    const server = createHttpServer((request, response) => {
      response.writeHead(302, { location: `http://${request.headers.host ?? ''}/x` }).end('moved');
    });
    expect(await ask('127.0.0.1', await listening(server), '/', 8080)).toEqual({
      kind: 'http',
      status: 302,
      type: '',
      location: 'http://localhost:8080/x',
      body: 'moved',
    });
  });

  it('are told from no answer and from another protocol', async () => {
    const port = await listening(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.end('220 smtp ready\r\n');
      }),
    );
    expect(await ask('127.0.0.1', port, '/', 25)).toMatchObject({ kind: 'other' });
    expect(await isTaken('127.0.0.1', port)).toBe(true);
    const server = createServer();
    const closed = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await ask('127.0.0.1', closed, '/', 25)).toMatchObject({ kind: 'none' });
    expect(await isTaken('127.0.0.1', closed)).toBe(false);
  });

  it('are asked of tcp ports', () => {
    expect(tcpPortsOf({ ExposedPorts: { '8080/tcp': {}, '53/udp': {}, '80': {} } })).toEqual([80, 8080]);
  });
});

it.each([
  ['RUN /bin/sh -c make # buildkit', 'RUN make'],
  ['RUN |1 APP_VERSION=1.4.0 /bin/sh -c npm  ci # buildkit', 'RUN npm ci'],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ['COPY . . # buildkit', 'COPY . .'],
])('the layer of %s is told as %s', (createdBy, instruction) => {
  expect(instructionOf(createdBy)).toBe(instruction);
});
