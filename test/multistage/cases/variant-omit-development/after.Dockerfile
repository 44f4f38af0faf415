FROM node:20-alpine AS builder
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn install
COPY . .
RUN yarn build
RUN yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline

FROM node:20-alpine AS runtime
WORKDIR /app
COPY --from=builder /app /app
CMD ["yarn", "prod"]
