FROM node:22-bookworm AS dependencies
WORKDIR /srv/harbour
COPY package.json package-lock.json ./
RUN npm ci
COPY prisma ./prisma
# The client is generated into node_modules
RUN npx prisma generate
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /srv/harbour/node_modules -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM dependencies AS build
COPY . .
RUN npm run build
# The runtime gets these from the stage production-dependencies
RUN rm -rf /srv/harbour/node_modules

FROM dependencies AS production-dependencies
RUN npm prune --omit=dev

FROM node:22-bookworm-slim AS runtime
WORKDIR /srv/harbour
COPY --from=production-dependencies /srv/harbour/node_modules /srv/harbour/node_modules
COPY --from=build /srv/harbour /srv/harbour
RUN --mount=type=bind,from=dependencies,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
USER node
EXPOSE 3000
CMD ["node", "dist/main.js"]
