FROM python:3.11-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY libs/common /srv/libs/common
COPY services/api /srv/services/api
RUN pip install -e ./libs/common -e "./services/api[postgres]"

FROM python:3.11-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY --from=builder /srv/libs/common /srv/libs/common
COPY --from=builder /srv/services/api /srv/services/api
WORKDIR /srv/services/api
CMD ["uvicorn", "api.main:app"]
