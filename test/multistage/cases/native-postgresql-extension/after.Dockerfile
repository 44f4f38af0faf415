FROM postgres:15 AS builder
RUN apt-get update && apt-get install -y build-essential git postgresql-server-dev-15
RUN git clone --branch v0.5.1 https://github.com/example/vectors.git /tmp/vectors \
    && cd /tmp/vectors \
    && make \
    && make install
RUN apt-get remove -y build-essential git postgresql-server-dev-15 && rm -rf /tmp/vectors

FROM postgres:15 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/lib/postgresql/15/lib /usr/lib/postgresql/15/lib
COPY --from=builder /usr/share/postgresql/15/extension /usr/share/postgresql/15/extension
COPY init.sql /docker-entrypoint-initdb.d/
