FROM python:3.11-slim-bookworm

# Compilers for psycopg2
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       build-essential \
       libpq-dev \
       postgresql-client \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /code
COPY requirements/ requirements/
RUN pip install -r requirements/production.txt

# The application
COPY . .
RUN python manage.py collectstatic --noinput
ENTRYPOINT ["./docker/entrypoint.sh"]
CMD ["gunicorn", "site.wsgi"]
