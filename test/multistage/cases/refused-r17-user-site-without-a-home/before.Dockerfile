FROM python:3.11
RUN useradd -r worker
USER worker
WORKDIR /srv
COPY requirements.txt .
RUN pip install --user -r requirements.txt
COPY . .
CMD ["python", "app.py"]
