FROM debian:bookworm-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends \
      build-essential libcurl4-openssl-dev libssl-dev libxml2-dev r-base \
    && rm -rf /var/lib/apt/lists/*
RUN Rscript -e "install.packages('shiny', repos='https://cloud.r-project.org')"

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends r-base libcurl4 libssl3 libxml2 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local/lib/R/site-library /usr/local/lib/R/site-library
WORKDIR /app
COPY app ./app
EXPOSE 3838
CMD ["Rscript", "-e", "shiny::runApp('/app/app', host='0.0.0.0', port=3838)"]
