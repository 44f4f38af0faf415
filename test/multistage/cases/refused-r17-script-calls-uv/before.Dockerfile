FROM python:3.12
RUN pip install uv
WORKDIR /app
COPY . .
RUN uv sync --locked
ENTRYPOINT ["/app/bin/start.sh"]
