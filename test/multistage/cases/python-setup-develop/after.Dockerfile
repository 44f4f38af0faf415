FROM ubuntu:20.04 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-dev python3-pip gcc time && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/board
COPY requirements.txt .
RUN pip3 install -r requirements.txt
COPY . .
RUN python3 setup.py develop

FROM ubuntu:20.04 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 time python3-setuptools libgomp1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/board
COPY --from=builder /usr/local /usr/local
COPY --from=builder /opt/board /opt/board
CMD ["board-server", "--port", "6543"]
