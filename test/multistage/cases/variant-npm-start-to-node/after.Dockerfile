FROM node:22-bookworm AS builder
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:22-bookworm-slim AS runtime
WORKDIR /app
COPY --from=builder /app /app
EXPOSE 3000
CMD ["node", "dist/server.js", "--port=3000"]
