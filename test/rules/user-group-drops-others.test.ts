import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('user-group-drops-others', () => {
  it('marks the USER that leaves groups out', () => {
    checkFindings(
      'user-group-drops-others',
      `FROM debian:12
RUN useradd -G video,audio app
USER app:app
     ^^^^^^^ ~ user-group-drops-others
`,
    );
  });

  it('knows the ways to add a user to a group, in parent stages too', () => {
    for (const command of [
      'usermod -aG video app',
      'usermod --append --groups=video app',
      'gpasswd -a app video',
      'adduser app video',
      'addgroup app video',
    ]) {
      checkFindings(
        'user-group-drops-others',
        `FROM debian:12 AS base
RUN useradd app && ${command}
FROM base
USER app:app
     ^^^^^^^ ~ user-group-drops-others
`,
      );
    }
  });

  it('says nothing where no group is lost', () => {
    for (const text of [
      'RUN useradd -g app app\nUSER app:app',
      'RUN useradd -G app app\nUSER app:app',
      'RUN useradd -G video app\nUSER app',
      'RUN useradd -u 1000 -G video app\nUSER 1000:1000',
      'RUN useradd -G video app\nUSER root:root',
      'RUN useradd -G video other\nUSER app:app',
      'RUN adduser -S -G app app\nUSER app:app',
    ])
      checkNoFindings('user-group-drops-others', `FROM debian:12\n${text}\n`);
  });

  it('removes the group', () => {
    checkFix(
      'user-group-drops-others',
      'FROM debian:12\nRUN useradd -G video app\nUSER app:app\n',
      'FROM debian:12\nRUN useradd -G video app\nUSER app\n',
    );
  });
});
