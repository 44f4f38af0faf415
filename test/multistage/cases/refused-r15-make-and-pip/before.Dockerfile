FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential luarocks
COPY . /app
WORKDIR /app
RUN make
RUN luarocks install lapis
CMD ["./serve"]
