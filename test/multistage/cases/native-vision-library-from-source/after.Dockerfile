FROM ubuntu:20.04 AS builder
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y --no-install-recommends \
    build-essential ca-certificates cmake git libavcodec-dev libavformat-dev libswscale-dev pkg-config
RUN git clone --branch 4.5.0 --depth 1 https://github.com/example/vision.git /vision && mkdir /vision/build
WORKDIR /vision/build
RUN cmake -D CMAKE_BUILD_TYPE=RELEASE -D CMAKE_INSTALL_PREFIX=/usr/local .. \
    && make -j"$(nproc)" \
    && make install \
    && ldconfig
WORKDIR /app
COPY . .
RUN g++ main.cpp -o detector $(pkg-config --cflags --libs vision)

FROM ubuntu:20.04 AS runtime
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git libavcodec58 libavformat58 libswscale5 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local /usr/local
COPY --from=builder /app /app
WORKDIR /vision/build
RUN ldconfig
WORKDIR /app
CMD ["./detector"]
