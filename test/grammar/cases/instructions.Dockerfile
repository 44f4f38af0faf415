# syntax=docker/dockerfile:1
# check=skip=JSONArgsRecommended

# A comment, then one of every instruction.
ARG VERSION=22
FROM --platform=$BUILDPLATFORM registry.example:5000/team/node:${VERSION}-slim@sha256:0123abcd AS build
FROM node:${VERSION:-22}-bookworm
from scratch
ENV KEY=value OTHER="quoted $KEY" LAST='plain $KEY'
ENV OLD form of it
LABEL org.opencontainers.image.title="An application" short=x
WORKDIR "/srv/$KEY"
COPY --from=build --chown=app:app --link ["a b", "/to here/"]
ADD --checksum=sha256:00 https://example.org/x.tar.gz /tmp/
RUN --mount=type=cache,target=/root/.npm,sharing=locked npm ci --omit=dev
USER 1000:1000
EXPOSE 8080 9000-9010/udp $PORT/tcp
VOLUME ["/data"]
STOPSIGNAL SIGTERM
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
HEALTHCHECK --interval=30s CMD ["curl", "-f", "http://localhost/"]
HEALTHCHECK NONE
ONBUILD RUN echo later
MAINTAINER someone
ENTRYPOINT ["/entry", "with \"quotes\""]
CMD node server.js --port "$PORT"
