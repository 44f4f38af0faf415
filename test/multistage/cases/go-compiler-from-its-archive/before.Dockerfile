FROM ubuntu:22.04
RUN apt-get update && apt-get install -y curl build-essential git
RUN curl -sSL https://go.dev/dl/go1.22.5.linux-amd64.tar.gz | tar -C /usr/local -xz
ENV PATH=/usr/local/go/bin:$PATH
WORKDIR /src
COPY . .
RUN make binary
CMD ["/src/bin/tool"]
