FROM python:3.12-bookworm
RUN apt-get update && apt-get install -y cron gcc && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
COPY jobs /etc/cron.d/jobs
CMD ["cron", "-f"]
