FROM nvidia/cuda:12.2.2-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-dev python3-pip gcc
RUN pip3 install torch transformers bitsandbytes
COPY tune.py /
CMD ["python3", "/tune.py"]
