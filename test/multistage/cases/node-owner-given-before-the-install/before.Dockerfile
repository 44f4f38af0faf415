FROM node:22
ENV APP=/srv/shop
COPY . $APP/
RUN groupadd -r shop && useradd -r -g shop -d $APP shop && chown -R shop:shop $APP
USER shop
WORKDIR $APP
RUN npm ci
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
