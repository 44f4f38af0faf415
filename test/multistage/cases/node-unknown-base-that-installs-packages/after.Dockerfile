FROM registry.example.com/team/node:20 AS builder
RUN apk add --no-cache python3 make g++
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM registry.example.com/team/node:20 AS runtime
RUN apk add --no-cache libgcc libstdc++
WORKDIR /app
COPY package.json package-lock.json ./
COPY --from=builder /app/node_modules /app/node_modules
COPY . .
CMD ["node", "server.js"]
