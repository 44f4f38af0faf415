FROM python:3.11-bookworm
COPY . /app
WORKDIR /app
RUN pip install -r requirements.txt
HEALTHCHECK CMD curl -f http://localhost:8080/health || exit 1
CMD python server.py
