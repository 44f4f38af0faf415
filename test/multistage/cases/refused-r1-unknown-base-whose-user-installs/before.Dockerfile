FROM registry.example.com/team/node:20
WORKDIR /home/node/app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY . .
CMD ["node", "server.js"]
