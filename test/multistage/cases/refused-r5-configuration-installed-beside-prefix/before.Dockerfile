FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential
WORKDIR /usr/src/tide
COPY . .
RUN ./configure --sysconfdir=/etc --localstatedir=/var && make && make install
CMD ["tided"]
