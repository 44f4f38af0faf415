FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y gcc libc6-dev curl
RUN useradd --uid 10001 service
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY --chown=service:service . .
USER service
CMD ["python", "app.py"]
