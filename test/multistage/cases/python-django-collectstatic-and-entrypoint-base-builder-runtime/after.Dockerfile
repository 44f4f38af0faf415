FROM python:3.11-slim-bookworm AS base

RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client libpq5 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /code

FROM base AS builder
# Compilers for psycopg2
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       build-essential \
       libpq-dev \
    && rm -rf /var/lib/apt/lists/*
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements/ requirements/
RUN pip install -r requirements/production.txt

FROM base AS runtime
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"

# The application
COPY . .
RUN python manage.py collectstatic --noinput
ENTRYPOINT ["./docker/entrypoint.sh"]
CMD ["gunicorn", "site.wsgi"]
