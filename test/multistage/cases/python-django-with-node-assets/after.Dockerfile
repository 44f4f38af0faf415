FROM python:3.12-bookworm AS builder
ENV PYTHONUNBUFFERED=1
# Node for the assets, gettext for the messages
RUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash - \
    && apt-get install -y --no-install-recommends nodejs gettext \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt package.json package-lock.json ./
RUN pip install --no-cache-dir -r requirements.txt
RUN npm ci
COPY . .
RUN npm run build
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /opt/venv -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM python:3.12-slim-bookworm AS runtime
ENV PYTHONUNBUFFERED=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY --from=builder /app /app
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
RUN python manage.py compilemessages && python manage.py collectstatic --noinput
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi"]
