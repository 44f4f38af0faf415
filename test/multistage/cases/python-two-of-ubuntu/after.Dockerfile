FROM ubuntu:16.04 AS builder
RUN apt-get update && apt-get install -y python-pip python-dev build-essential libxml2-dev
COPY requirements.txt /app/
RUN pip install -r /app/requirements.txt

FROM ubuntu:16.04 AS runtime
RUN apt-get update \
    && apt-get install -y libxml2-dev python python-setuptools libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local /usr/local
COPY . /app
WORKDIR /app
ENTRYPOINT ["/usr/bin/python", "app.py"]
