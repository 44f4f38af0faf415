FROM nginx:1.25
RUN apt-get update && apt-get install -y --no-install-recommends hugo
WORKDIR /site
COPY . .
RUN hugo --minify --destination /usr/share/nginx/html
EXPOSE 80
