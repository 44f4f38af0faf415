import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadedSections, readElf } from '../../server/src/host/verify/elf';
import { elfFile } from '../support/elf';

const DESCRIPTION = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  needed: ['libz.so.1', 'libc.so.6'],
  runpath: '$ORIGIN/../lib:/opt/lib',
  requires: { 'libc.so.6': ['GLIBC_2.2.5', 'GLIBC_2.34'], 'libz.so.1': ['ZLIB_1.2.0'] },
  provides: ['APP_1', 'APP_2'],
};

describe('readElf', () => {
  it.each([
    ['64-bit little-endian', false, false],
    ['64-bit big-endian', false, true],
    ['32-bit little-endian', true, false],
    ['32-bit big-endian', true, true],
  ])('reads what the loader reads of a %s file', (machine, is32, isBig) => {
    expect(readElf(elfFile({ ...DESCRIPTION, is32, isBig }))).toEqual({
      machine: `${machine} 62`,
      interpreter: '/lib64/ld-linux-x86-64.so.2',
      needed: ['libz.so.1', 'libc.so.6'],
      rpath: [],
      runpath: ['$ORIGIN/../lib', '/opt/lib'],
      required: [
        { library: 'libc.so.6', version: 'GLIBC_2.2.5' },
        { library: 'libc.so.6', version: 'GLIBC_2.34' },
        { library: 'libz.so.1', version: 'ZLIB_1.2.0' },
      ],
      provided: ['APP_1', 'APP_2'],
    });
  });

  it('knows a static program', () => {
    expect(readElf(elfFile({ type: 2 }))).toMatchObject({ interpreter: undefined, needed: [] });
  });

  it('reads neither object files nor other files', () => {
    expect(readElf(elfFile({ type: 1 }))).toBeUndefined();
    expect(readElf(Buffer.from('#!/bin/sh\n'))).toBeUndefined();
    expect(readElf(Buffer.alloc(0))).toBeUndefined();
  });

  it('takes a file that is cut off anywhere for none, or for what is left of it', () => {
    const whole = elfFile(DESCRIPTION);
    for (let length = 0; length < whole.length; length++) {
      const cut = readElf(whole.subarray(0, length));
      expect(cut === undefined || cut.needed.length <= 2).toBe(true);
      expect(() => loadedSections(whole.subarray(0, length))).not.toThrow();
    }
  });

  it.runIf(process.platform === 'linux')('reads the program that runs this test', () => {
    const contents = readFileSync(process.execPath);
    const elf = readElf(contents);
    expect(elf?.interpreter).toMatch(/^\/lib.*\/ld-/);
    expect(elf?.needed.some((name) => name.startsWith('libc.'))).toBe(true);
    expect(loadedSections(contents)).toMatch(/^[0-9a-f]{64}$/);
  });
});
