FROM node:22
COPY ./ ./
RUN npm install
RUN npm run build
ENV NODE_ENV production
CMD ["node", "dist/main"]
