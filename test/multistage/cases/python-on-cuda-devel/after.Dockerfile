FROM nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04 AS builder
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y python3 python3-pip ffmpeg && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# pip installs into this directory, which is copied as a whole
ENV PYTHONUSERBASE=/opt/python PIP_USER=1 PATH="/opt/python/bin:$PATH"
COPY requirements.txt .
RUN pip3 install --no-cache-dir -r requirements.txt

FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04 AS runtime
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update \
    && apt-get install -y python3 ffmpeg python3-setuptools \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /opt/python /opt/python
ENV PYTHONUSERBASE=/opt/python PATH="/opt/python/bin:$PATH"
COPY . .
EXPOSE 8000
CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
