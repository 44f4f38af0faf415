FROM node:20-bookworm
RUN corepack enable
WORKDIR /repo
COPY . .
RUN pnpm install --frozen-lockfile && pnpm --filter @quay/api build
WORKDIR /repo/packages/api
CMD ["node", "dist/server.js"]
