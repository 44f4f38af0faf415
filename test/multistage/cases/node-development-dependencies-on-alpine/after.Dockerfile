FROM node:20-alpine AS builder
WORKDIR /app
COPY package*.json ./
RUN npm install
RUN npm prune --omit=dev

FROM node:20-alpine AS runtime
WORKDIR /app
COPY package*.json ./
COPY --from=builder /app/node_modules /app/node_modules
COPY . .
CMD ["node", "index.js"]
