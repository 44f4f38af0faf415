FROM node:20-bookworm-slim AS base
WORKDIR /app

FROM node:20-bookworm AS dependencies
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM dependencies AS development
EXPOSE 3000
CMD ["node", "dist/main.js"]

FROM dependencies AS production-dependencies
RUN npm prune --omit=dev

FROM base AS production
COPY --from=production-dependencies /app /app
EXPOSE 3000
CMD ["node", "dist/main.js"]
