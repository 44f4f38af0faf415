FROM node:20-alpine AS builder
RUN apk add --no-cache python3 make g++ tini
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev

FROM node:20-alpine AS runtime
RUN apk add --no-cache tini libgcc libstdc++
WORKDIR /app
COPY package*.json ./
COPY --from=builder /app/node_modules /app/node_modules
COPY . .
ENTRYPOINT ["tini", "--"]
CMD ["node", "server.js"]
