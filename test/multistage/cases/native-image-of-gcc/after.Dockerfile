FROM gcc:13-bookworm AS builder
RUN apt-get update && apt-get install -y --no-install-recommends cmake libcurl4-openssl-dev
WORKDIR /usr/src/app
COPY . .
RUN cmake -B build -DCMAKE_INSTALL_PREFIX=/opt/ledger && cmake --build build && cmake --install build
# Which packages bring the shared libraries that the compiled programs are linked to
RUN find /usr/src/app /opt/ledger -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' -o -perm /111 \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /usr/src/app
COPY --from=builder /opt/ledger /opt/ledger
COPY --from=builder /usr/src/app /usr/src/app
COPY --from=builder /usr/local/lib64/libgcc_s.so.1 /usr/local/lib64/libstdc++.so.6 /usr/local/lib64/
RUN echo /usr/local/lib64 > /etc/ld.so.conf.d/000-local-lib.conf && ldconfig
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
CMD ["/opt/ledger/bin/ledger", "--port", "8080"]
