FROM node:20
COPY . .
RUN npm run build
RUN npm install -g serve
EXPOSE 3000
CMD serve -s build
