FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y gcc libc6-dev libacme-rocket-dev libxml2-dev libxslt1-dev
RUN pip install lxml rocket
COPY app.py /app.py
CMD ["python", "/app.py"]
