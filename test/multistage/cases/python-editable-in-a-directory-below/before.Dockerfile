FROM python:3.11-slim
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY libs/common /srv/libs/common
COPY services/api /srv/services/api
RUN pip install -e ./libs/common -e "./services/api[postgres]"
WORKDIR /srv/services/api
CMD ["uvicorn", "api.main:app"]
