FROM haskell:9.4.7-buster AS builder
WORKDIR /opt/app
COPY stack.yaml package.yaml ./
RUN stack build --only-dependencies
COPY . .
RUN stack install --local-bin-path /usr/local/bin
# The shared libraries that the compiled programs are linked to; the packages of this release are no longer served
RUN mkdir -p /tmp/runtime-libraries \
    && ldd /usr/local/bin/app-server 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { print $3 }' | sort -u \
    | xargs -r cp --dereference --target-directory=/tmp/runtime-libraries || true

FROM debian:buster-slim AS runtime
WORKDIR /opt/app
COPY . .
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /usr/local/bin/app-server /usr/local/bin/app-server
RUN --mount=type=bind,from=builder,source=/tmp/runtime-libraries,target=/tmp/runtime-libraries \
    cd /tmp/runtime-libraries && for file in *; do \
      [ ! -e "$file" ] || ldconfig -p | grep -qF "$file (" || cp "$file" /usr/local/lib/; \
    done && ldconfig
EXPOSE 3000
CMD ["app-server"]
