FROM node:20 AS builder
COPY . .
RUN npm run build

FROM node:20-slim AS runtime
COPY --from=builder /build /build
RUN npm install -g serve
EXPOSE 3000
CMD serve -s build
