FROM python:3.11-slim

RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev curl \
    && rm -rf /var/lib/apt/lists/*
RUN curl -sSL https://install.python-poetry.org | python3 -
ENV PATH="/root/.local/bin:$PATH"

WORKDIR /srv/app
COPY pyproject.toml poetry.lock README.md ./
RUN poetry install --only main --no-interaction
COPY . .
RUN poetry run python manage.py collectstatic --noinput

EXPOSE 8000
# Migrations first
CMD poetry run python manage.py migrate && poetry run gunicorn --bind 0.0.0.0:8000 site.wsgi
