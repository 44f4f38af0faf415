FROM python:3.12-slim AS builder
RUN apt-get update && apt-get install -y build-essential curl
RUN pip install pipenv
WORKDIR /app
# Pipenv installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
COPY . /app
RUN pipenv install --deploy --system

FROM python:3.12-slim AS runtime
RUN apt-get update \
    && apt-get install -y curl libgomp1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
HEALTHCHECK CMD curl -f http://localhost:8002/info || exit 1
CMD ["python", "run.py"]
