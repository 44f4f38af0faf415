FROM node:20-alpine
RUN apk add --no-cache python3 make g++ tini
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
COPY . .
ENTRYPOINT ["tini", "--"]
CMD ["node", "server.js"]
