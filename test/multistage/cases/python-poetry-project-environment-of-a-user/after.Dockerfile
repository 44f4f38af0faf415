FROM python:3.12-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends gcc libffi-dev && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir poetry
RUN useradd --create-home web
ENV POETRY_VIRTUALENVS_IN_PROJECT=1
WORKDIR /home/web/app
RUN chown web /home/web/app
USER web
COPY --chown=web pyproject.toml poetry.lock ./
RUN poetry install --no-root

FROM python:3.12-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libffi8 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home web
ENV POETRY_VIRTUALENVS_IN_PROJECT=1
WORKDIR /home/web/app
RUN chown web /home/web/app
USER web
COPY --from=builder --chown=web /home/web/app/.venv /home/web/app/.venv
ENV PATH="/home/web/app/.venv/bin:$PATH"
COPY --chown=web . .
ENTRYPOINT []
CMD ["gunicorn", "app:app"]
