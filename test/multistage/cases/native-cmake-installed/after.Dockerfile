FROM ubuntu:24.04 AS builder
# Tools of the build, and what the service links to
RUN apt-get update \
    && apt-get install -y --no-install-recommends cmake g++ make libcurl4-openssl-dev \
    && rm -rf /var/lib/apt/lists/*
COPY . /src
WORKDIR /src
RUN cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build -j4 && cmake --install build

FROM ubuntu:24.04 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4t64 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY --from=builder /usr/local /usr/local
RUN ldconfig
WORKDIR /
USER 1000
CMD ["fetcher", "--listen", "8080"]
