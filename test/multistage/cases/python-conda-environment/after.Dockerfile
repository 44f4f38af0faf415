FROM continuumio/miniconda3:24.5.0-0 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libgl1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY environment.yml .
RUN conda env create -f environment.yml
# Everything from here on runs in the environment
SHELL ["conda", "run", "--no-capture-output", "-n", "forecast", "/bin/bash", "-c"]
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

FROM continuumio/miniconda3:24.5.0-0 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgl1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /opt/conda/envs /opt/conda/envs
SHELL ["conda", "run", "--no-capture-output", "-n", "forecast", "/bin/bash", "-c"]
COPY . .
EXPOSE 8000
ENTRYPOINT ["conda", "run", "--no-capture-output", "-n", "forecast", "python", "serve.py"]
