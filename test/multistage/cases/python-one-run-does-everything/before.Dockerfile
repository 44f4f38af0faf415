FROM python:3.11-slim-bookworm
COPY . /app
RUN cd /app && apt-get update && apt-get install -y gcc libc6-dev && pip install -r requirements.txt && mkdir -p /data && chown 1000 /data && apt-get purge -y gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
CMD ["python", "app.py"]
