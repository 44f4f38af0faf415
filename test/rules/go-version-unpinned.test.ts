import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'go-version-unpinned';

describe(rule, () => {
  it('marks paths without a version, and those at a version that moves', () => {
    checkFindings(
      rule,
      `FROM golang:1.25
RUN go install github.com/a/b@latest github.com/c/d@v1.0.0
               ^^^^^^^^^^^^^^^^^^^^^ ~ go-version-unpinned
RUN go get -u github.com/a/b
              ^^^^^^^^^^^^^^ ~ go-version-unpinned
RUN go run github.com/a/b@main github.com/x/y
           ^^^^^^^^^^^^^^^^^^^ ~ go-version-unpinned
`,
    );
  });

  it('marks a download in a module, which go.mod does not decide', () => {
    checkFindings(
      rule,
      `FROM golang:1.25
WORKDIR /app
COPY go.mod go.sum ./
RUN go get github.com/a/b && go install github.com/c/d
           ^^^^^^^^^^^^^^ ~ go-version-unpinned
`,
    );
  });

  it.each([
    [
      'versions and commits',
      'FROM golang:1.25\nRUN go install a.io/b@v1.2.3 && go get a.io/b@1a2b3c4 && go run a.io/c@v2 -flag a.io/d\n',
    ],
    [
      'directories and files',
      'FROM golang:1.25\nRUN go install . && go get ./... && go run main.go && go run ./cmd/x && go install /src/x\n',
    ],
    ['the standard library', 'FROM golang:1.25\nRUN go install std cmd/vet net/http\n'],
    [
      'source that is copied below GOPATH',
      'FROM golang:1.25\nCOPY . /go/src/github.com/me/app\nRUN go install github.com/me/app/cmd/app\n',
    ],
    [
      'source that is cloned below GOPATH',
      'FROM golang:1.25\nRUN git clone https://github.com/me/app $GOPATH/src/github.com/me/app && go get github.com/me/app/...\n',
    ],
    [
      'the directory of the source',
      'FROM golang:1.25\nWORKDIR /go/src/github.com/me/app\nADD . .\nRUN go install github.com/me/app\n',
    ],
    ['a version in a variable', 'FROM golang:1.25\nARG V\nRUN go install a.io/b@${V} a.io/c@$W\n'],
    ['other calls', 'FROM golang:1.25\nRUN go mod download && go build github.com/a/b && go vet a.io/b\n'],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });
});
