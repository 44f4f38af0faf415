FROM ruby:3.3
COPY . .
RUN bundle install
CMD ["ruby", "app.rb"]
