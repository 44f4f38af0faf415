FROM phusion/passenger-ruby27:1.0.12
ENV HOME=/root
WORKDIR /tmp
COPY Gemfile Gemfile.lock /tmp/
RUN bundle install --jobs 3
RUN rm -f /etc/service/nginx/down /etc/nginx/sites-enabled/default
COPY docker/site.conf /etc/nginx/sites-enabled/site.conf
COPY . /home/app/site
CMD ["/sbin/my_init"]
