FROM alpine:3.8
WORKDIR /srv
COPY requirements.txt .
RUN apk add --no-cache python py-pip libxslt \
    && apk add --no-cache --virtual .build-deps build-base python-dev libxml2-dev libxslt-dev \
    && pip install -r requirements.txt \
    && apk del .build-deps
COPY . .
CMD ["python", "server.py"]
