FROM node:22-bookworm
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci && npm install -g nodemon
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["nodemon", "dist/server.js"]
