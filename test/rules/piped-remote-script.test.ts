import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('piped-remote-script', () => {
  it('marks from the download to the shell', () => {
    checkFindings(
      'piped-remote-script',
      `FROM debian
RUN curl -fsSL https://example.com/a.sh | sudo -E bash -
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ piped-remote-script
RUN wget -qO- https://example.com/a.py | python3
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ piped-remote-script
`,
    );
  });

  it('says nothing of downloads that no interpreter reads', () => {
    checkNoFindings(
      'piped-remote-script',
      'FROM debian\nRUN curl https://example.com/a.tgz | tar xz && cat a.sh | sh\nRUN curl -o a.sh https://example.com/a.sh && sh a.sh\n',
    );
  });

  it('finds scripts in substitutions', () => {
    checkFindings(
      'piped-remote-script',
      `FROM debian
RUN bash <(curl -s https://example.com/a.sh) --yes
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ piped-remote-script
RUN sh -c "$(wget -qO- https://example.com/a.sh)"
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ piped-remote-script
RUN eval "$(curl -s https://example.com/a.sh)"
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ piped-remote-script
`,
    );
    checkNoFindings(
      'piped-remote-script',
      'FROM debian\nRUN bash run.sh "$(curl -s https://example.com/version)" && sh -c "echo $(curl -s https://example.com/version)"\n',
    );
  });
});
