FROM rockylinux:9
RUN dnf install -y ruby ruby-devel gcc make redhat-rpm-config && dnf clean all
RUN gem install bundler
WORKDIR /opt/hooks
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
USER 1001
CMD ["bundle", "exec", "rackup", "-o", "0.0.0.0"]
