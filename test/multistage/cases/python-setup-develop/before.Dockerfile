FROM ubuntu:20.04
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-dev python3-pip gcc time && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/board
COPY requirements.txt .
RUN pip3 install -r requirements.txt
COPY . .
RUN python3 setup.py develop
CMD ["board-server", "--port", "6543"]
