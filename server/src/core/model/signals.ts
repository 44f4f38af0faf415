// Numbers of Linux on x86 and arm (signal(7)); they differ on MIPS only.
const NAMES =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU ' +
  'XFSZ VTALRM PROF WINCH IO PWR SYS';
const BY_NUMBER = NAMES.split(' ');

/** Returns the full name of a signal written as a number, in lower case or without SIG; `undefined` where it is none. */
export function signalName(written: string): string | undefined {
  const name = written.toUpperCase().replace(/^SIG/, '');
  if (/^\d+$/.test(name)) {
    const found = BY_NUMBER[Number(name) - 1];
    return found === undefined ? undefined : `SIG${found}`;
  }
  return /^(?:RTMIN(?:\+\d{1,2})?|RTMAX(?:-\d{1,2})?|CLD|IOT|POLL)$/.test(name) || BY_NUMBER.includes(name)
    ? `SIG${name}`
    : undefined;
}
