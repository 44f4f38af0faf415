FROM python:3.11-slim-bookworm AS builder
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . /app
RUN cd /app && apt-get update && apt-get install -y gcc libc6-dev && pip install -r requirements.txt && mkdir -p /data && chown 1000 /data && apt-get purge -y gcc libc6-dev && rm -rf /var/lib/apt/lists/*

FROM python:3.11-slim-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY . /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN cd /app \
    && mkdir -p /data \
    && chown 1000 /data
WORKDIR /app
CMD ["python", "app.py"]
