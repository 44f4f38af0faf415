FROM ruby:3.3-bookworm
RUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash - && apt-get install -y curl nodejs
RUN curl -sS https://dl.yarnpkg.com/debian/pubkey.gpg | gpg --dearmor > /usr/share/keyrings/yarn.gpg \
    && echo "deb [signed-by=/usr/share/keyrings/yarn.gpg] https://dl.yarnpkg.com/debian stable main" > /etc/apt/sources.list.d/yarn.list \
    && apt-get update && apt-get install -y yarn
WORKDIR /app
COPY Gemfile Gemfile.lock package.json yarn.lock ./
RUN bundle install && yarn install --frozen-lockfile
COPY . .
RUN bin/rails assets:precompile
CMD ["bin/rails", "server"]
