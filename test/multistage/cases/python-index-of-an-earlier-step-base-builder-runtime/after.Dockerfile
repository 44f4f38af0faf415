FROM ubuntu:22.04 AS base
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 libmagic1 python3-setuptools libgomp1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv

FROM base AS builder
RUN apt-get update
RUN apt-get install -y --no-install-recommends python3-pip
COPY requirements.txt .
RUN apt-get install -y gcc python3-dev
RUN pip3 install -r requirements.txt

FROM base AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local /usr/local
COPY . .
CMD ["python3", "tides.py"]
