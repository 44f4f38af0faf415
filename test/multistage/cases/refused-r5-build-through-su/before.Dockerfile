FROM ruby:3.4-bookworm
RUN apt-get update && apt-get install -y libpq-dev && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home app
WORKDIR /home/app/shop
COPY --chown=app . .
RUN mkdir -p /opt/bundle && chown app /opt/bundle \
    && su app -s /bin/bash -c "bundle install --path /opt/bundle"
USER app
CMD ["bundle", "exec", "puma"]
