FROM python:3.11
RUN useradd -m app
USER app
RUN pip install flask
CMD ["python", "app.py"]
