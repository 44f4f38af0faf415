FROM python:3.12-slim AS base

FROM python:3.12 AS dependencies
RUN pip install uv
WORKDIR /code
RUN uv venv /opt/env
ENV VIRTUAL_ENV=/opt/env PATH="/opt/env/bin:$PATH"
COPY requirements.txt .
RUN uv pip install -r requirements.txt
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /opt/env -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM dependencies AS development
COPY . .
CMD ["flask", "run", "--host=0.0.0.0"]

FROM base AS production
WORKDIR /code
ENV VIRTUAL_ENV=/opt/env PATH="/opt/env/bin:$PATH"
COPY --from=dependencies /opt/env /opt/env
RUN --mount=type=bind,from=dependencies,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
COPY . .
CMD ["flask", "run", "--host=0.0.0.0"]
