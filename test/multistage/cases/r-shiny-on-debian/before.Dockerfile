FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
      build-essential libcurl4-openssl-dev libssl-dev libxml2-dev r-base \
    && rm -rf /var/lib/apt/lists/*
RUN Rscript -e "install.packages('shiny', repos='https://cloud.r-project.org')"
WORKDIR /app
COPY app ./app
EXPOSE 3838
CMD ["Rscript", "-e", "shiny::runApp('/app/app', host='0.0.0.0', port=3838)"]
