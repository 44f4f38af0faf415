FROM ubuntu:22.04
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
CMD ["berths", "--camera", "0"]
