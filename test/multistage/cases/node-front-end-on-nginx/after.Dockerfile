FROM nginx:1.27-bookworm AS builder
RUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash - && apt-get install -y nodejs
WORKDIR /build
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build && cp -r dist/. /usr/share/nginx/html/

FROM nginx:1.27-bookworm AS runtime
WORKDIR /build
COPY --from=builder /usr/share/nginx/html /usr/share/nginx/html
COPY nginx.conf /etc/nginx/conf.d/default.conf
EXPOSE 80
CMD ["nginx", "-g", "daemon off;"]
