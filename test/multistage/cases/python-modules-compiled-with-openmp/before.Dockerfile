FROM python:3.12-slim-bookworm
RUN apt-get update -y && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . /app
RUN pip install --no-cache-dir .
EXPOSE 8171
CMD ["waves-server"]
