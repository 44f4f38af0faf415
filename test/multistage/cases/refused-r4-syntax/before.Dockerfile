FROM python:3.11
RUN pip install flask
COPPY . .
CMD ["python", "app.py"]
