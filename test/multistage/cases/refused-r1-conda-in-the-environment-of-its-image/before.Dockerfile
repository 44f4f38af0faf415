FROM continuumio/miniconda3:24.5.0-0
RUN conda install -y numpy pandas
WORKDIR /app
COPY . .
CMD ["python", "report.py"]
