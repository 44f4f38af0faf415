import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('docker-socket-volume', () => {
  it('marks the socket in VOLUME and in a mount', () => {
    checkFindings(
      'docker-socket-volume',
      `FROM docker:28-cli
VOLUME /data /var/run/docker.sock:/var/run/docker.sock
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ docker-socket-volume
VOLUME ["/run/podman/podman.sock"]
        ^^^^^^^^^^^^^^^^^^^^^^^^^ ~ docker-socket-volume
RUN --mount=type=bind,source=docker.sock,target=/var/run/docker.sock docker ps
                      ^^^^^^^^^^^^^^^^^^ ~ docker-socket-volume
`,
    );
  });

  it('says nothing of other volumes', () => {
    checkNoFindings(
      'docker-socket-volume',
      'FROM docker:28-cli\nVOLUME /var/lib/docker /run/app.sock\nRUN docker ps\n',
    );
  });
});
