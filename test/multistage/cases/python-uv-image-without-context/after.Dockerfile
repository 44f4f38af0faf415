FROM ghcr.io/astral-sh/uv:python3.12-bookworm AS builder
WORKDIR /app
# uv puts a Python here if the project asks for another than the image has
RUN mkdir -p /root/.local/share/uv/python
COPY pyproject.toml uv.lock ./
RUN uv sync --locked
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /app/.venv -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM python:3.12-slim-bookworm AS runtime
WORKDIR /app
COPY --from=builder /app/.venv /app/.venv
COPY --from=builder /root/.local/share/uv/python /root/.local/share/uv/python
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
COPY . .
ENV PATH="/app/.venv/bin:$PATH"
CMD ["fastapi", "run", "main.py"]
