FROM mongo:6 AS builder
RUN apt-get update && apt-get install -y python3 python3-pip python3-dev gcc && rm -rf /var/lib/apt/lists/*
# pip installs into this directory, which is copied as a whole
ENV PYTHONUSERBASE=/opt/python PIP_USER=1 PATH="/opt/python/bin:$PATH"
COPY requirements.txt /opt/loader/
RUN pip3 install -r /opt/loader/requirements.txt

FROM mongo:6 AS runtime
RUN apt-get update \
    && apt-get install -y python3 python3-setuptools libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/python /opt/python
ENV PYTHONUSERBASE=/opt/python PATH="/opt/python/bin:$PATH"
COPY loader.py /opt/loader/
CMD ["python3", "/opt/loader/loader.py"]
