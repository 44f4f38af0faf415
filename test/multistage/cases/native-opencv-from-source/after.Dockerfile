FROM ubuntu:22.04 AS builder
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y --no-install-recommends build-essential cmake git ca-certificates libjpeg-dev libpng-dev libtiff-dev && rm -rf /var/lib/apt/lists/*
RUN git clone --depth 1 --branch 4.9.0 https://github.com/opencv/opencv.git /tmp/opencv \
    && cmake -S /tmp/opencv -B /tmp/opencv/build -D CMAKE_BUILD_TYPE=Release -D CMAKE_INSTALL_PREFIX=/usr/local -D BUILD_LIST=core,imgproc,imgcodecs \
    && cmake --build /tmp/opencv/build -j4 \
    && cmake --install /tmp/opencv/build \
    && ldconfig \
    && rm -rf /tmp/opencv
WORKDIR /src
COPY . .
RUN cmake -B build -D CMAKE_BUILD_TYPE=Release && cmake --build build && cmake --install build

FROM ubuntu:22.04 AS runtime
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update \
    && apt-get install -y --no-install-recommends git ca-certificates libjpeg-turbo8 libpng16-16 libtiff5 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local /usr/local
COPY --from=builder /src /src
RUN ldconfig
WORKDIR /src
CMD ["berths", "--camera", "0"]
