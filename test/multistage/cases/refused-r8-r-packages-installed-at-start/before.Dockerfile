FROM rocker/r-ver:4.3.2
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4-openssl-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/tides
COPY . .
CMD ["R", "-e", "install.packages('shiny'); shiny::runApp('.', port = 3838)"]
