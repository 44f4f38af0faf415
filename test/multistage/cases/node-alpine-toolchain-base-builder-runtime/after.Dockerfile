FROM node:20-alpine AS base
RUN apk add --no-cache tini libgcc libstdc++
WORKDIR /app

FROM base AS builder
RUN apk add --no-cache python3 make g++
COPY package*.json ./
RUN npm ci --omit=dev

FROM base AS runtime
COPY package*.json ./
COPY --from=builder /app/node_modules /app/node_modules
COPY . .
ENTRYPOINT ["tini", "--"]
CMD ["node", "server.js"]
