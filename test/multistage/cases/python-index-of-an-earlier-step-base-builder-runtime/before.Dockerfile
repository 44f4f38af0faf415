FROM ubuntu:22.04
RUN apt-get update
RUN apt-get install -y --no-install-recommends python3 python3-pip libmagic1
WORKDIR /srv
COPY requirements.txt .
RUN apt-get install -y gcc python3-dev
RUN pip3 install -r requirements.txt
COPY . .
CMD ["python3", "tides.py"]
