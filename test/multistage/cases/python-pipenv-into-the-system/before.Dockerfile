FROM python:3.12-slim
RUN apt-get update && apt-get install -y build-essential curl
RUN pip install pipenv
WORKDIR /app
COPY . /app
RUN pipenv install --deploy --system
HEALTHCHECK CMD curl -f http://localhost:8002/info || exit 1
CMD ["python", "run.py"]
