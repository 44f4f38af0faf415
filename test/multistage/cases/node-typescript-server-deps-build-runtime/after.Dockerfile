FROM node:20-bookworm AS dependencies
WORKDIR /app
COPY package*.json ./
RUN npm ci

FROM dependencies AS build
COPY . .
RUN npm run build
# The runtime gets these from the stage production-dependencies
RUN rm -rf /app/node_modules

FROM dependencies AS production-dependencies
RUN npm prune --omit=dev

FROM node:20-bookworm-slim AS runtime
WORKDIR /app
COPY --from=production-dependencies /app/node_modules /app/node_modules
COPY --from=build /app /app
EXPOSE 3000
CMD ["node", "dist/main.js"]
