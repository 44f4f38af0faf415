FROM alpine:3.8 AS builder
WORKDIR /srv
# pip installs into this directory, which is copied as a whole
ENV PYTHONUSERBASE=/opt/python PIP_USER=1 PATH="/opt/python/bin:$PATH"
COPY requirements.txt .
RUN apk add --no-cache python py-pip libxslt \
    && apk add --no-cache --virtual .build-deps build-base python-dev libxml2-dev libxslt-dev \
    && pip install -r requirements.txt \
    && apk del .build-deps

FROM alpine:3.8 AS runtime
WORKDIR /srv
COPY --from=builder /opt/python /opt/python
ENV PYTHONUSERBASE=/opt/python PATH="/opt/python/bin:$PATH"
RUN apk add --no-cache python libxslt
COPY . .
CMD ["python", "server.py"]
