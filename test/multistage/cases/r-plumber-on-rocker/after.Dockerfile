FROM rocker/r-ver:4.3.2 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends \
      libcurl4-openssl-dev libsodium-dev libssl-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
RUN R -e "install.packages(c('plumber', 'dplyr'))"
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /usr/local/lib/R/site-library -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM rocker/r-ver:4.3.2 AS runtime
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
COPY --from=builder /usr/local/lib/R/site-library /usr/local/lib/R/site-library
WORKDIR /app
COPY . .
EXPOSE 8000
CMD ["Rscript", "run.R"]
