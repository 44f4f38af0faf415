FROM ruby:3.3
RUN apt-get update && apt-get install -y python3-pip
WORKDIR /app
COPY . .
RUN bundle install && pip install -r requirements.txt
CMD ["bundle", "exec", "puma"]
