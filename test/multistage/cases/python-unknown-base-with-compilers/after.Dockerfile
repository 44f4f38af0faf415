# The company's image, with its certificates
FROM registry.example.com/platform/base:2024.1 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends \
        build-essential \
        libpq-dev \
        libpq5 \
        python3-dev \
        python3-pip \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
# pip installs into this directory, which is copied as a whole
ENV PYTHONUSERBASE=/opt/python PIP_USER=1 PATH="/opt/python/bin:$PATH"
COPY requirements.txt .
RUN pip3 install --no-cache-dir -r requirements.txt

FROM registry.example.com/platform/base:2024.1 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq-dev libpq5 python3 python3-setuptools \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
COPY --from=builder /opt/python /opt/python
ENV PYTHONUSERBASE=/opt/python PATH="/opt/python/bin:$PATH"
COPY . .
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app.wsgi"]
