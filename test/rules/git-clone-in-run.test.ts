import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('git-clone-in-run', () => {
  it('marks the clone of a remote repository', () => {
    checkFindings(
      'git-clone-in-run',
      `FROM alpine:3.22
RUN apk add git && git clone https://github.com/example/app && cd app && make
                   ^^^^^^^^^ ~ git-clone-in-run
`,
    );
  });

  it('says nothing of local and bare clones, and of other commands', () => {
    for (const run of [
      'git clone /src/app app',
      'git clone --bare https://github.com/example/app',
      'git fetch',
      'echo git clone https://github.com/example/app',
    ])
      checkNoFindings('git-clone-in-run', `FROM alpine:3.22\nRUN ${run}\n`);
  });

  it('becomes ADD where the RUN does nothing else', () => {
    checkFix(
      'git-clone-in-run',
      'FROM alpine:3.22\nWORKDIR /src\nRUN git clone --depth=1 --branch v1 https://github.com/example/app\n',
      'FROM alpine:3.22\nWORKDIR /src\nADD https://github.com/example/app.git#v1 /src/app\n',
    );
    for (const run of [
      'git clone https://github.com/example/app && make -C app',
      'git clone -b $BRANCH https://github.com/example/app',
      'git clone --reference /cache https://github.com/example/app',
      'git clone https://user@github.com/example/app',
      '--mount=type=ssh git clone git@github.com:example/app.git',
    ])
      checkNoFix('git-clone-in-run', `FROM alpine:3.22\nRUN ${run}\n`);
    checkNoFix('git-clone-in-run', 'FROM alpine:3.22\nUSER app\nRUN git clone https://github.com/example/app\n');
  });
});
