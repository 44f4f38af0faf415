FROM node:22 AS builder
COPY ./ ./
RUN npm install
RUN npm run build
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /node_modules -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true
RUN npm prune --omit=dev

FROM node:22-slim AS runtime
COPY ./ ./
COPY --from=builder /node_modules /node_modules
COPY --from=builder /dist /dist
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
ENV NODE_ENV production
CMD ["node", "dist/main"]
