FROM node:22-bookworm
WORKDIR /srv/harbour
COPY package.json package-lock.json ./
RUN npm ci
COPY prisma ./prisma
# The client is generated into node_modules
RUN npx prisma generate
COPY . .
RUN npm run build
USER node
EXPOSE 3000
CMD ["node", "dist/main.js"]
