import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

describe('unquoted-variable', () => {
  it('marks what can fall apart: arguments, also inside a longer word and in continued lines', () => {
    checkFindings(
      'unquoted-variable',
      `FROM debian
ARG NAME
RUN mkdir -p /srv/$NAME && \\
                  ^^^^^ ~ unquoted-variable
    cp a \${NAME}
         ^^^^^^^ ~ unquoted-variable
`,
    );
  });

  it('says nothing where the shell does not split', () => {
    checkNoFindings(
      'unquoted-variable',
      `FROM debian
ARG NAME
SHELL ["/bin/bash", "-c"]
RUN copy=$NAME; export other=$NAME; [[ $NAME = a ]]; case $NAME in $NAME) ;; esac; echo "$NAME" $((NAME + 1)) $?
RUN for name in $NAME; do echo "$name"; done
RUN $NAME --version
RUN cat > /file <<EOF
$NAME
EOF
`,
    );
  });

  it('says nothing of values known to be one word, from ENV, ARG, the script and the system', () => {
    checkNoFindings(
      'unquoted-variable',
      `FROM debian
ARG VERSION=1.2
ENV HOME_OF=/opt/app-$VERSION
RUN mkdir $HOME_OF $HOME/x && file=a-\${VERSION}.tgz && rm $file && arch=$(dpkg --print-architecture) && echo $arch \${#VERSION}
RUN for key in A B; do gpg --recv $key; done
`,
    );
  });

  it('says nothing of lists that are meant', () => {
    checkNoFindings(
      'unquoted-variable',
      `FROM alpine
ARG EXTRA
ARG BUILD_DEPS
ENV RUN_DEPS="a b"
RUN apk add $EXTRA $RUN_DEPS && echo $RUN_DEPS && run-it $BUILD_DEPS
`,
    );
  });

  it('is sure of a value with white space in a longer word', () => {
    expect(messageOf('unquoted-variable', 'FROM alpine\nENV NAME="my app"\nRUN mkdir /srv/$NAME\n')).toContain(
      'NAME holds white space',
    );
  });

  it('takes a value that a command or a branch may set for unknown', () => {
    checkFindings(
      'unquoted-variable',
      `FROM alpine
RUN read -r name < /name; touch $name
                                ^^^^^ ~ unquoted-variable
RUN name=a; name=$(cat /name); touch $name
                                     ^^^^^ ~ unquoted-variable
`,
    );
  });

  it('adds quotes, in front of a pattern too', () => {
    checkFix(
      'unquoted-variable',
      'FROM alpine\nARG DIR\nRUN rm -r $DIR/*\n',
      'FROM alpine\nARG DIR\nRUN rm -r "$DIR"/*\n',
    );
  });
});
