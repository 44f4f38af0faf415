import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('sudo-in-run', () => {
  it('marks sudo, in lists and pipes too', () => {
    checkFindings(
      'sudo-in-run',
      `FROM debian
RUN sudo apt-get update && echo a | sudo tee /etc/a
    ^^^^ ~ sudo-in-run
                                    ^^^^ ~ sudo-in-run
`,
    );
  });

  it('says nothing of installing sudo, of sudoers, and of sudo -u', () => {
    checkNoFindings(
      'sudo-in-run',
      `FROM debian
RUN apt-get update && apt-get install -y sudo
RUN echo "app ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers && usermod -aG sudo app
RUN sudo -u app make
CMD ["sudo", "nginx"]
`,
    );
  });

  it('removes it where the step runs as root', () => {
    expect(
      checkFix(
        'sudo-in-run',
        'FROM debian\nRUN true && \\\n    sudo -E apt-get update\n',
        'FROM debian\nRUN true && \\\n    apt-get update\n',
      ).applicability,
    ).toBe('safe');
    expect(
      checkFix('sudo-in-run', 'FROM debian\nRUN sudo pip install flask\n', 'FROM debian\nRUN pip install flask\n')
        .applicability,
    ).toBe('review');
  });

  it('offers no fix where the user is another one or unknown', () => {
    checkNoFix('sudo-in-run', 'FROM debian\nUSER app\nRUN sudo apt-get update\n');
    checkNoFix('sudo-in-run', 'FROM example.com/unknown\nRUN sudo apt-get update\n');
  });

  it('does not say that sudo is there', () => {
    expect(messageOf('sudo-in-run', 'FROM ubuntu:18.04\nRUN sudo apt-get update\n')).toBe(
      'The step runs as root already and needs no sudo.',
    );
  });
});
