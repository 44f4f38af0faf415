import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('gone-key-server', () => {
  it('marks servers of the pool that was shut down', () => {
    checkFindings(
      'gone-key-server',
      `FROM debian:12
RUN gpg --keyserver ha.pool.sks-keyservers.net --recv-keys 01
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ gone-key-server
RUN apt-key adv --keyserver hkp://p80.pool.sks-keyservers.net:80 --recv 01
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ gone-key-server
RUN gpg --keyserver=keys.gnupg.net --recv-keys 01
                    ^^^^^^^^^^^^^^ ~ gone-key-server
`,
    );
  });

  it('says nothing of others, and where another one is asked as well', () => {
    checkNoFindings('gone-key-server', 'FROM debian:12\nRUN gpg --keyserver keyserver.ubuntu.com --recv-keys 01\n');
    checkNoFindings(
      'gone-key-server',
      'FROM debian:12\nRUN gpg --keyserver ha.pool.sks-keyservers.net --recv-keys 01 || gpg --keyserver keys.openpgp.org --recv-keys 01\n',
    );
  });

  it('asks another server', () => {
    checkFix(
      'gone-key-server',
      'FROM debian:12\nRUN gpg --keyserver hkp://ha.pool.sks-keyservers.net:80 --recv-keys 01\n',
      'FROM debian:12\nRUN gpg --keyserver hkp://keyserver.ubuntu.com:80 --recv-keys 01\n',
    );
  });
});
