FROM gcc:13-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends cmake libcurl4-openssl-dev
WORKDIR /usr/src/app
COPY . .
RUN cmake -B build -DCMAKE_INSTALL_PREFIX=/opt/ledger && cmake --build build && cmake --install build
CMD ["/opt/ledger/bin/ledger", "--port", "8080"]
