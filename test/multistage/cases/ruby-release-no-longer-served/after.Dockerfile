FROM ruby:2.4-stretch AS builder
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
# The shared libraries that the compiled modules are linked to; the packages of this release are no longer served
RUN mkdir -p /tmp/runtime-libraries \
    && find /usr/local/bundle -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { print $3 }' | sort -u \
    | xargs -r cp --dereference --target-directory=/tmp/runtime-libraries || true

FROM ruby:2.4-slim-stretch AS runtime
WORKDIR /app
COPY --from=builder /usr/local/bundle /usr/local/bundle
RUN --mount=type=bind,from=builder,source=/tmp/runtime-libraries,target=/tmp/runtime-libraries \
    cd /tmp/runtime-libraries && for file in *; do \
      [ ! -e "$file" ] || ldconfig -p | grep -qF "$file (" || cp "$file" /usr/local/lib/; \
    done && ldconfig
COPY . .
CMD ["ruby", "app.rb"]
