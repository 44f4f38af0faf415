# syntax=docker/dockerfile:1
FROM python:3.12-slim-bookworm
WORKDIR /app
RUN --mount=type=cache,target=/root/.cache/pip --mount=type=bind,source=requirements.txt,target=requirements.txt <<EOF
apt-get update
apt-get install -y gcc libc6-dev
pip install -r requirements.txt
EOF
COPY . .
CMD ["python", "app.py"]
