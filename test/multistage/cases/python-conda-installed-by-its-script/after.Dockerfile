FROM debian:bookworm-slim AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends bzip2 ca-certificates curl g++ libglib2.0-0 \
    && rm -rf /var/lib/apt/lists/*
RUN curl -fsSL -o /tmp/conda.sh https://repo.anaconda.com/miniconda/Miniconda3-py311_24.5.0-0-Linux-x86_64.sh \
    && bash /tmp/conda.sh -b -p /opt/conda \
    && rm /tmp/conda.sh
ENV PATH=/opt/conda/bin:$PATH
RUN conda install -y -c conda-forge gdal rasterio
WORKDIR /srv
COPY requirements.txt .
RUN pip install -r requirements.txt
RUN /opt/conda/bin/conda clean --all --yes

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libglib2.0-0 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/conda /opt/conda
ENV PATH=/opt/conda/bin:$PATH
WORKDIR /srv
COPY . .
CMD ["python", "tiles.py"]
