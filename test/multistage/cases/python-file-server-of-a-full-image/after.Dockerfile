FROM python:3.11-bookworm AS builder
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install mkdocs==1.6.1

FROM python:3.11-slim-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends media-types \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /docs
COPY . .
RUN mkdocs build
EXPOSE 8000
CMD ["python", "-m", "http.server", "8000", "--directory", "site"]
