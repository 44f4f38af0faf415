FROM python:3.12-slim-bookworm AS base
ARG DEBIAN_FRONTEND=noninteractive
ENV PYTHONUNBUFFERED=1 \
    TZ=Europe/Berlin
RUN apt-get update \
    && apt-get install -y --no-install-recommends tzdata libmariadb3 libgomp1 \
    && ln -snf /usr/share/zoneinfo/$TZ /etc/localtime; \
    groupadd --system app \
    || true; \
    useradd --system --gid app app \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/tides

FROM base AS builder
# Time zone, and a user for the service
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        build-essential \
        default-libmysqlclient-dev
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

FROM base AS runtime
LABEL org.opencontainers.image.title="tides"
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY --chown=app:app . .
USER app
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "tides:app"]
