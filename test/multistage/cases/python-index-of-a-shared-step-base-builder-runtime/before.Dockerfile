FROM ubuntu:22.04
ENV LANG=C.UTF-8
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip libmagic1
RUN apt-get install -y gcc python3-dev
WORKDIR /srv
COPY requirements.txt .
RUN pip3 install -r requirements.txt
COPY . .
CMD ["python3", "tides.py"]
