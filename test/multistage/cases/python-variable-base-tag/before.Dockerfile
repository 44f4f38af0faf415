ARG PYTHON=3.11
FROM python:${PYTHON}
ARG COMMIT
ENV COMMIT=$COMMIT
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "app.py"]
