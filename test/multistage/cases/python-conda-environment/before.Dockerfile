FROM continuumio/miniconda3:24.5.0-0
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libgl1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY environment.yml .
RUN conda env create -f environment.yml
# Everything from here on runs in the environment
SHELL ["conda", "run", "--no-capture-output", "-n", "forecast", "/bin/bash", "-c"]
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
EXPOSE 8000
ENTRYPOINT ["conda", "run", "--no-capture-output", "-n", "forecast", "python", "serve.py"]
