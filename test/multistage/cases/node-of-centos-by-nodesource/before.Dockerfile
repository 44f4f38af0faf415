FROM centos:7
RUN curl -sL https://rpm.nodesource.com/setup_16.x | bash - \
 && yum install -y nodejs gcc-c++ make
WORKDIR /opt/app
COPY package.json .
RUN npm install --production
COPY . .
CMD ["npm", "start"]
