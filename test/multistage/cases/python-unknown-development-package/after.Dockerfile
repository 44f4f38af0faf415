FROM python:3.11-slim-bookworm AS builder
RUN apt-get update && apt-get install -y gcc libc6-dev libacme-rocket-dev libxml2-dev libxslt1-dev
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install lxml rocket

FROM python:3.11-slim-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y libacme-rocket-dev libxml2 libxslt1.1 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY app.py /app.py
CMD ["python", "/app.py"]
