FROM nginx:alpine
RUN apk add --no-cache nodejs npm
WORKDIR /site
COPY . .
RUN npm ci && npm run build
COPY nginx.conf /etc/nginx/nginx.conf
