FROM alpine:3.20 AS builder
WORKDIR /app
# Pipenv installs into this environment, which is copied as a whole
RUN apk add --no-cache python3
RUN python3 -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv
COPY Pipfile Pipfile.lock ./
RUN apk add --no-cache python3 py3-pip \
    && apk add --no-cache --virtual .build gcc musl-dev python3-dev libffi-dev \
    && pip install --break-system-packages pipenv \
    && pipenv sync \
    && apk del .build

FROM alpine:3.20 AS runtime
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN apk add --no-cache python3
COPY . .
CMD ["gunicorn", "app:app"]
