FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y gcc libc6-dev libpq-dev; \
    useradd --create-home app || true; \
    mkdir /data; \
    test -f /etc/unwanted && exit 1; \
    ln -s /data /home/app/data
COPY requirements.txt .
RUN test -f requirements.txt && pip install -r requirements.txt || pip install flask
COPY . .
CMD ["python", "app.py"]
