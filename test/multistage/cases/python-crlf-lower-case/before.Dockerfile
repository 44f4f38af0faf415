FROM python:3.11-slim-bookworm
run apt-get update && apt-get install -y gcc libc6-dev
copy requirements.txt .
run pip install -r requirements.txt
copy . .
cmd ["python", "app.py"]