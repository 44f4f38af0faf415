FROM python:3.11
COPY id_rsa /root/.ssh/id_rsa
RUN pip install git+ssh://git@example.com/x.git
CMD ["python", "app.py"]
