FROM ubuntu:16.04
RUN apt-get update && apt-get install -y python-pip python-dev build-essential libxml2-dev
COPY requirements.txt /app/
RUN pip install -r /app/requirements.txt
COPY . /app
WORKDIR /app
ENTRYPOINT ["/usr/bin/python", "app.py"]
