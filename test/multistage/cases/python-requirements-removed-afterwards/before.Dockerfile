FROM python:3.11-bookworm
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
RUN rm requirements.txt
COPY app.py .
CMD ["python", "app.py"]
