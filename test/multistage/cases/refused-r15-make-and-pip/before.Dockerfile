FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential ruby ruby-dev
COPY . /app
WORKDIR /app
RUN make
RUN gem install sinatra
CMD ["./serve"]
