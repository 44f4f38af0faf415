FROM python:3.11-slim-bookworm AS builder
RUN apt-get update && apt-get install -y gcc libc6-dev libpq-dev; \
    useradd --create-home app || true; \
    mkdir /data; \
    test -f /etc/unwanted && exit 1; \
    ln -s /data /home/app/data
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN test -f requirements.txt && pip install -r requirements.txt || pip install flask

FROM python:3.11-slim-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 libgomp1 \
    && useradd --create-home app \
    || true; \
    mkdir /data; \
    test -f /etc/unwanted \
    && exit 1; \
    ln -s /data /home/app/data \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["python", "app.py"]
