FROM node:22-trixie
WORKDIR /app
COPY . .
RUN mv .env.docker .env && mkdir uploads
RUN chmod +x docker/start.sh
RUN npm ci
RUN npm run build
RUN sed -i 's/__VERSION__/1.0/' dist/index.html
ENTRYPOINT ["./docker/start.sh"]
CMD ["node", "dist/main.js"]
