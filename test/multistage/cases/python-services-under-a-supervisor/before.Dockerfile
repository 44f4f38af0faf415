FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends supervisor nginx gcc libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt uwsgi
COPY . .
COPY deploy/supervisord.conf /etc/supervisor/conf.d/app.conf
EXPOSE 80
CMD ["supervisord", "-n"]
