FROM python:3.10-slim-bullseye
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update && apt-get install --no-install-recommends -y \
      build-essential \
      # headers of the database
      libpq-dev \
      git \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
WORKDIR /home/app
COPY requirements.txt ./
RUN pip install --upgrade pip && pip install -r requirements.txt
COPY . .
VOLUME /home/app/data
ENTRYPOINT ["python", "-m", "service"]
