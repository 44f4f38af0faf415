FROM ubuntu:22.04
RUN apt-get update && apt-get install -y nodejs npm build-essential python3
WORKDIR /srv/app
COPY package*.json ./
RUN npm install
COPY . .
CMD ["node", "server.js"]
