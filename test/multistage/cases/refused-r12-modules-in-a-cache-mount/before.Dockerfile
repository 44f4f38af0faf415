FROM node:20-bookworm
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/app/node_modules npm ci && npm run build
CMD ["node", "dist/main.js"]
