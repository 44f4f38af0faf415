FROM continuumio/miniconda3:24.5.0-0
RUN apt-get update && apt-get install -y gcc libpq-dev
RUN conda install -y numpy pandas
WORKDIR /app
COPY . .
CMD ["python", "report.py"]
