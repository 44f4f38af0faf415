FROM alpine:3.20
WORKDIR /app
COPY Pipfile Pipfile.lock ./
RUN apk add --no-cache python3 py3-pip \
    && apk add --no-cache --virtual .build gcc musl-dev python3-dev libffi-dev \
    && pip install --break-system-packages pipenv \
    && pipenv sync \
    && apk del .build
COPY . .
CMD ["pipenv", "run", "gunicorn", "app:app"]
