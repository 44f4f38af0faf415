FROM python:3.12-alpine AS builder
WORKDIR /app
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN apk add --no-cache --virtual .build-deps gcc musl-dev postgresql-dev \
    && apk add --no-cache libpq \
    && pip install --no-cache-dir -r requirements.txt \
    && apk del .build-deps

FROM python:3.12-alpine AS runtime
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN apk add --no-cache libpq
COPY . .
CMD ["python", "-m", "service"]
