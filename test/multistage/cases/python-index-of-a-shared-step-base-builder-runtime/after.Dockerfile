FROM ubuntu:22.04 AS base
ENV LANG=C.UTF-8
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 libmagic1 python3-setuptools libgomp1 \
    && rm -rf /var/lib/apt/lists/*
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv

FROM base AS builder
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN apt-get update \
    && apt-get install -y gcc python3-dev
COPY requirements.txt .
RUN pip3 install -r requirements.txt

FROM base AS runtime
COPY --from=builder /usr/local /usr/local
COPY . .
CMD ["python3", "tides.py"]
