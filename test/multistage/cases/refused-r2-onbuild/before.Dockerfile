FROM node:20
ONBUILD COPY . /app
CMD ["node", "app.js"]
