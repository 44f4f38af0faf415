FROM mongo:6
RUN apt-get update && apt-get install -y python3 python3-pip python3-dev gcc && rm -rf /var/lib/apt/lists/*
COPY requirements.txt /opt/loader/
RUN pip3 install -r /opt/loader/requirements.txt
COPY loader.py /opt/loader/
CMD ["python3", "/opt/loader/loader.py"]
