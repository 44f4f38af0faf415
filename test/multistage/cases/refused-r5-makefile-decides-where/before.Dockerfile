FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y gcc make libc6-dev
COPY . /src
RUN cd /src && make && make install
CMD ["scanner"]
