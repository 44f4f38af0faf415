FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential cpanminus
COPY . /app
WORKDIR /app
RUN make
RUN cpanm Mojolicious
CMD ["./serve"]
