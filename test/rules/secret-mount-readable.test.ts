import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('secret-mount-readable', () => {
  it('marks modes that others can read', () => {
    checkFindings(
      'secret-mount-readable',
      `FROM debian:12
RUN --mount=type=secret,id=a,mode=0444 cat /run/secrets/a
                             ^^^^^^^^^ ~ secret-mount-readable
RUN --mount=id=a,required,mode=0666,type=secret cat /run/secrets/a
                          ^^^^^^^^^ ~ secret-mount-readable
RUN --mount=type=ssh,mode=7 ls
                     ^^^^^^ ~ secret-mount-readable
`,
    );
  });

  it('says nothing of other modes and mounts', () => {
    for (const mount of [
      'type=secret,id=a',
      'type=secret,id=a,mode=0440',
      'type=ssh,mode=0600',
      'type=cache,target=/c,mode=0777',
      'type=secret,id=a,mode=word',
      'type=secret,id=a,mode=$MODE',
    ])
      checkNoFindings('secret-mount-readable', `FROM debian:12\nRUN --mount=${mount} ls\n`);
  });

  it('takes the permission away, unless the user of the step could not read it then', () => {
    checkFix(
      'secret-mount-readable',
      'FROM debian:12\nRUN --mount=type=secret,id=a,mode=0444 ls\n',
      'FROM debian:12\nRUN --mount=type=secret,id=a,mode=0440 ls\n',
    );
    checkNoFix('secret-mount-readable', 'FROM debian:12\nUSER app\nRUN --mount=type=secret,id=a,mode=0444 ls\n');
    checkFix(
      'secret-mount-readable',
      'FROM debian:12\nUSER 1000\nRUN --mount=type=secret,id=a,mode=0444,uid=1000 ls\n',
      'FROM debian:12\nUSER 1000\nRUN --mount=type=secret,id=a,mode=0440,uid=1000 ls\n',
    );
  });
});
