FROM ubuntu:22.04 AS builder
RUN apt-get update && apt-get install -y nodejs npm build-essential python3
WORKDIR /srv/app
COPY package*.json ./
RUN npm install

FROM ubuntu:22.04 AS runtime
RUN apt-get update \
    && apt-get install -y nodejs \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
COPY package*.json ./
COPY --from=builder /srv/app/node_modules /srv/app/node_modules
COPY . .
CMD ["node", "server.js"]
