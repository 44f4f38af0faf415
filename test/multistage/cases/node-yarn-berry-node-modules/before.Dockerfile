FROM node:20-bookworm
RUN corepack enable
WORKDIR /app
COPY . .
RUN yarn install --immutable && yarn build
CMD ["node", "dist/server.js"]
