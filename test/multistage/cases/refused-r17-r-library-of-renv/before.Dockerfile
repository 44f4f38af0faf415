FROM rocker/r-ver:4.3.2
RUN apt-get update && apt-get install -y libcurl4-openssl-dev
WORKDIR /app
COPY renv.lock .Rprofile ./
COPY renv ./renv
RUN R -e "renv::restore()"
COPY . .
CMD ["Rscript", "run.R"]
