import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('world-writable-files', () => {
  it('marks modes that let everybody write', () => {
    checkFindings(
      'world-writable-files',
      `FROM debian:12
RUN chmod -R 777 /data && chmod 0666 /a && chmod a+rwx /b && chmod u+x,o=w /c
             ^^^ ~ world-writable-files
                                ^^^^ ~ world-writable-files
                                                 ^^^^^ ~ world-writable-files
                                                                   ^^^^^^^ ~ world-writable-files
RUN mkdir -pm 777 /data && install -m 0757 a /usr/bin/
              ^^^ ~ world-writable-files
                                      ^^^^ ~ world-writable-files
RUN ["/bin/chmod", "777", "/app"]
                   ^^^^^ ~ world-writable-files
COPY --chmod=777 a /a
             ^^^ ~ world-writable-files
ONBUILD RUN chmod 777 /o
                  ^^^ ~ world-writable-files
`,
    );
  });

  it('says nothing of other modes, of sticky directories, and without a class, where the umask holds', () => {
    for (const mode of ['755', '644', '770', '1777', 'g+rwx', 'o+rx', '+w', 'a+w,o-w', 'u=rwX,g=rX', '-x', '$MODE'])
      checkNoFindings('world-writable-files', `FROM debian:12\nRUN chmod ${mode} /data\n`);
  });

  it('says nothing of files that do not get into the image', () => {
    checkNoFindings('world-writable-files', 'FROM debian:12 AS build\nRUN chmod 777 /build\nFROM alpine\n');
    checkNoFindings('world-writable-files', 'FROM debian:12\nRUN chmod 777 /x/run.sh && /x/run.sh && rm -rf /x\n');
    checkNoFindings(
      'world-writable-files',
      'FROM debian:12\nRUN dir=$(mktemp -d) && chmod 777 "$dir" && ls && rm -rf "$dir"\n',
    );
    checkFindings(
      'world-writable-files',
      `FROM debian:12 AS build
RUN chmod 777 /build/app
          ^^^ ~ world-writable-files
FROM alpine
COPY --from=build /build /app
`,
    );
  });

  it('leaves homes of tools alone that any user installs into', () => {
    checkNoFindings(
      'world-writable-files',
      'FROM debian:12\nRUN chmod -R a+w $RUSTUP_HOME "${CARGO_HOME}" && chmod o+rwx /home/gradle\n',
    );
  });

  it('takes the permission away', () => {
    const fix = (before: string, after: string) =>
      checkFix('world-writable-files', `FROM a\nRUN chmod ${before}\n`, `FROM a\nRUN chmod ${after}\n`);
    fix('0777 /a', '0775 /a');
    fix('666 /a', '664 /a');
    fix('a+rwx /a', 'ug+rwx,o+rx /a');
    fix('a+w /a', 'ug+w /a');
    fix('777 /tmp', '1777 /tmp');
    checkNoFix('world-writable-files', 'FROM a\nRUN chmod -R 777 /a\n');
    checkNoFix('world-writable-files', 'FROM a\nRUN ["chmod", "777", "/a"]\n');
  });

  it('says nothing of a volume, or of a directory that gets an owner in the same step', () => {
    checkNoFindings(
      'world-writable-files',
      'FROM debian\nENV PGDATA=/data\nRUN mkdir /run/db && chown app:app /run/db && chmod 2777 /run/db\nRUN chown -R app "$PGDATA" && chmod 777 "$PGDATA"\nRUN find /opt/db -exec chown app {} + && chmod 777 /opt/db/data\n',
    );
    checkNoFindings('world-writable-files', 'FROM debian\nRUN mkdir /data && chmod -R a+rwX /data\nVOLUME /data\n');
    checkFindings(
      'world-writable-files',
      `FROM debian
RUN chown -R app /srv && chmod -R 777 /srv
                                  ^^^ ~ world-writable-files
`,
    );
  });
});
