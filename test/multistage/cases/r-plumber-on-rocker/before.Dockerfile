FROM rocker/r-ver:4.3.2
RUN apt-get update && apt-get install -y --no-install-recommends \
      libcurl4-openssl-dev libsodium-dev libssl-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
RUN R -e "install.packages(c('plumber', 'dplyr'))"
WORKDIR /app
COPY . .
EXPOSE 8000
CMD ["Rscript", "run.R"]
