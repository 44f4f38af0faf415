FROM node:22 AS builder
ENV APP=/srv/shop
COPY . $APP/
RUN groupadd -r shop && useradd -r -g shop -d $APP shop && chown -R shop:shop $APP
USER shop
WORKDIR $APP
RUN npm ci
RUN npm run build

FROM node:22-slim AS runtime
ENV APP=/srv/shop
RUN groupadd -r shop \
    && useradd -r -g shop -d $APP shop
USER shop
WORKDIR $APP
COPY --from=builder --chown=shop /srv/shop /srv/shop
EXPOSE 8080
CMD ["npm", "start"]
