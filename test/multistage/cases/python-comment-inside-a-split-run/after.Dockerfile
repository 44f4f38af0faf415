FROM python:3.10-slim-bullseye AS builder
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update && apt-get install --no-install-recommends -y \
      build-essential \
      # headers of the database
      libpq-dev \
      git \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
WORKDIR /home/app
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt ./
RUN pip install --upgrade pip && pip install -r requirements.txt

FROM python:3.10-slim-bullseye AS runtime
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update \
    && apt-get install --no-install-recommends -y git libpq5 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /home/app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
VOLUME /home/app/data
ENTRYPOINT ["python", "-m", "service"]
