import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'program-owned-by-user';

describe(rule, () => {
  it('marks programs, units and files of the system that somebody else than root owns', () => {
    checkFindings(
      rule,
      `FROM debian
ARG OWNER=app
COPY --chown=app:app start.sh /srv/
     ^^^^^^^^^^^^^^^ ~ program-owned-by-user
ADD --chown=$OWNER libfoo.so.1 app.service /srv/
    ^^^^^^^^^^^^^^ ~ program-owned-by-user
COPY --chown=1000 nginx.conf /etc/nginx/
     ^^^^^^^^^^^^ ~ program-owned-by-user
`,
    );
  });

  it('marks the start script in a directory of programs', () => {
    checkFindings(
      rule,
      `FROM debian
COPY --chown=couchdb docker-entrypoint /usr/local/bin/
     ^^^^^^^^^^^^^^^ ~ program-owned-by-user
CMD ["docker-entrypoint"]
`,
    );
  });

  it('removes the flag', () => {
    checkFix(rule, 'FROM debian\nCOPY --chown=app a.sh /b/\n', 'FROM debian\nCOPY a.sh /b/\n');
  });

  it('leaves what root owns, data, homes, stages that do not ship, and the code of the service user', () => {
    checkNoFindings(rule, 'FROM debian\nCOPY --chown=root:app a.sh /a/\nCOPY --chown=0:0 b.sh /etc/\nCOPY c.sh /c/\n');
    checkNoFindings(
      rule,
      'FROM debian\nCOPY --chown=app config.yaml data.txt /app/\nCOPY --chown=app a /usr/src/app/\n',
    );
    checkNoFindings(rule, 'FROM debian\nCOPY --chown=app .profile.sh /home/app/\n');
    checkNoFindings(rule, 'FROM debian AS build\nCOPY --chown=app a.sh /a/\nFROM debian\n');
    checkNoFindings(rule, 'FROM debian\nCOPY --chown=app app.py /srv/\nUSER app\n');
    checkNoFindings(rule, 'FROM debian\nARG OWNER\nCOPY --chown=$OWNER a.sh /a/\n');
  });
});
