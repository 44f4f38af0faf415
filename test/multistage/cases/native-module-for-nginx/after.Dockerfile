FROM nginx:1.27-bookworm AS builder
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpcre2-dev zlib1g-dev libssl-dev curl && rm -rf /var/lib/apt/lists/*
WORKDIR /usr/src
RUN curl -fsSL https://nginx.org/download/nginx-1.27.0.tar.gz | tar xz \
    && curl -fsSL https://example.org/headers-more-0.37.tar.gz | tar xz \
    && cd nginx-1.27.0 \
    && ./configure --with-compat --add-dynamic-module=../headers-more-0.37 \
    && make modules \
    && cp objs/ngx_http_headers_more_filter_module.so /usr/lib/nginx/modules/

FROM nginx:1.27-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl libpcre2-8-0 zlib1g libssl3 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /usr/src
COPY --from=builder /usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so /usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so
COPY nginx.conf /etc/nginx/nginx.conf
