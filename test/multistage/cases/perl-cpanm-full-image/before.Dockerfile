FROM perl:5.38-bookworm
RUN apt-get update && apt-get install -y libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY cpanfile .
RUN cpanm --notest --installdeps .
COPY . .
EXPOSE 3000
CMD ["hypnotoad", "-f", "script/app"]
