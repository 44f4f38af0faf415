FROM ruby:3.3-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends nginx build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/site
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
RUN JEKYLL_ENV=production bundle exec jekyll build && cp -r _site/* /var/www/html/
COPY docker/nginx.conf /etc/nginx/sites-available/default
EXPOSE 80
CMD ["nginx", "-g", "daemon off;"]
