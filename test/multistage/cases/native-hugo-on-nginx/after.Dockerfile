FROM nginx:1.25 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends hugo
WORKDIR /site
COPY . .
RUN hugo --minify --destination /usr/share/nginx/html

FROM nginx:1.25 AS runtime
WORKDIR /site
COPY --from=builder /usr/share/nginx/html /usr/share/nginx/html
EXPOSE 80
