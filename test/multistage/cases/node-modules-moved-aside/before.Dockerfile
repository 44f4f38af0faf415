FROM node:18
WORKDIR /usr/local/app
RUN npm install -g nodemon
COPY package*.json ./
RUN npm ci && mv /usr/local/app/node_modules /node_modules
COPY . .
CMD ["node", "server.js"]
