FROM node:20-bookworm AS builder
WORKDIR /app
COPY . .
RUN npm install
RUN npm run build

FROM node:20-bookworm-slim AS runtime
WORKDIR /app
COPY --from=builder /app/dist /app/dist
RUN npm install -g serve
CMD ["serve", "-s", "dist", "-l", "3000"]
