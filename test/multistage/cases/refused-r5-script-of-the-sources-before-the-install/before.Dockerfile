FROM node:20
WORKDIR /app
COPY . .
RUN ./scripts/prepare.sh
RUN npm ci && npm run build
CMD ["node", "dist/main.js"]
