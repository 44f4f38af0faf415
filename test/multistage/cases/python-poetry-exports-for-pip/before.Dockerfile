FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN pip install poetry poetry-plugin-export
COPY pyproject.toml poetry.lock ./
RUN poetry export --without-hashes -o requirements.txt && pip install -r requirements.txt
COPY . .
CMD ["uvicorn", "main:app"]
