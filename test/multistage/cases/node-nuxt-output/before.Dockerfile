FROM node:22-bookworm
WORKDIR /srv
COPY . .
RUN npm ci && npm run build
EXPOSE 3000
CMD ["node", ".output/server/index.mjs"]
