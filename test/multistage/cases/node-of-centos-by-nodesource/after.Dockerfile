FROM centos:7 AS builder
RUN curl -sL https://rpm.nodesource.com/setup_16.x | bash - \
 && yum install -y nodejs gcc-c++ make
WORKDIR /opt/app
COPY package.json .
RUN npm install --production

FROM centos:7 AS runtime
RUN curl -sL https://rpm.nodesource.com/setup_16.x | bash - \
    && yum install -y nodejs
WORKDIR /opt/app
COPY package.json .
COPY --from=builder /opt/app/node_modules /opt/app/node_modules
COPY . .
CMD ["npm", "start"]
