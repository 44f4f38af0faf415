import type { ShellAssignment, ShellWord } from './shell';

/** Programs that only start another one, with those of their options that take a value. */
const WRAPPERS: ReadonlyMap<string, { readonly valued: string; readonly positional: number }> = new Map([
  ['sudo', { valued: 'ugCcDhpRrTtU', positional: 0 }],
  ['doas', { valued: 'uC', positional: 0 }],
  ['env', { valued: 'uCS', positional: 0 }],
  ['exec', { valued: 'a', positional: 0 }],
  ['command', { valued: '', positional: 0 }],
  ['builtin', { valued: '', positional: 0 }],
  ['time', { valued: 'fo', positional: 0 }],
  ['nohup', { valued: '', positional: 0 }],
  ['nice', { valued: 'n', positional: 0 }],
  ['ionice', { valued: 'cn', positional: 0 }],
  ['timeout', { valued: 'ks', positional: 1 }],
  ['stdbuf', { valued: 'ioe', positional: 0 }],
  ['eatmydata', { valued: '', positional: 0 }],
  ['gosu', { valued: '', positional: 1 }],
  ['su-exec', { valued: '', positional: 1 }],
  ['tini', { valued: 'p', positional: 0 }],
  ['dumb-init', { valued: 'r', positional: 0 }],
  ['catchsegv', { valued: '', positional: 0 }],
  ['xvfb-run', { valued: 'nse', positional: 0 }],
]);

interface Unwrapped {
  readonly wrappers: readonly ShellWord[];
  readonly program: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
}

/** Returns the program that `words` really run, and the wrappers (`sudo -E`, `env A=b`, ...) before it. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const assignments: ShellAssignment[] = [];
  let at = 0;
  for (;;) {
    const word = words[at];
    const name = word?.value?.slice(word.value.lastIndexOf('/') + 1);
    const wrapper = name === undefined ? undefined : WRAPPERS.get(name);
    if (wrapper === undefined) break;
    let next = at + 1;
    for (let word = words[next]; word !== undefined && /^-./.test(word.value ?? ''); word = words[next]) {
      const option = word.value ?? '';
      next += option.length === 2 && wrapper.valued.includes(option.slice(1)) ? 2 : 1;
      if (option === '--') break;
    }
    next += wrapper.positional;
    for (let word = words[next]; name === 'env' || name === 'sudo'; word = words[next]) {
      const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word?.value ?? word?.text ?? '');
      if (word === undefined || match === null) break;
      assignments.push({ name: match[1] ?? '', value: { ...word, value: word.value && match[2] }, span: word.span });
      next++;
    }
    // A wrapper without a program is the program itself (`exec` with redirections, `env`).
    if (words[next] === undefined) break;
    at = next;
  }
  return { wrappers: words.slice(0, at), program: words[at], args: words.slice(at + 1), assignments };
}
