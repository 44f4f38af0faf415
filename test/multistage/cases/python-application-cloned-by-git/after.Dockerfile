FROM ubuntu:22.04 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends git python3 python3-pip python3-dev gcc \
    && rm -rf /var/lib/apt/lists/*
# A library of ours, which is on no index
RUN git clone --depth 1 https://git.example.com/team/wire.git /tmp/wire \
    && pip3 install /tmp/wire \
    && rm -rf /tmp/wire
RUN git clone --branch v3.2 https://git.example.com/team/station.git /srv/station \
    && cd /srv/station \
    && git submodule update --init \
    && mv config.example.py config.py \
    && pip3 install -r requirements.txt

FROM ubuntu:22.04 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-setuptools libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local /usr/local
COPY --from=builder /srv/station /srv/station
WORKDIR /srv/station
EXPOSE 9000
CMD ["python3", "station.py"]
