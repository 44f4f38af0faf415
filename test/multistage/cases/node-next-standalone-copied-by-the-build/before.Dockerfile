FROM node:20-bookworm
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && cp -r public .next/standalone/ && cp -r .next/static .next/standalone/.next/
ENV NODE_ENV=production PORT=8151 HOSTNAME=127.0.0.1
EXPOSE 8151
CMD ["node", ".next/standalone/server.js"]
