FROM haskell:9.4.7-buster
WORKDIR /opt/app
COPY stack.yaml package.yaml ./
RUN stack build --only-dependencies
COPY . .
RUN stack install --local-bin-path /usr/local/bin
EXPOSE 3000
CMD ["app-server"]
