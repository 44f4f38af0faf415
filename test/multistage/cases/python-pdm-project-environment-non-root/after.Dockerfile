FROM python:3.12 AS builder
RUN pip install -U pdm
ENV PDM_CHECK_UPDATE=false
WORKDIR /project
COPY pyproject.toml pdm.lock README.md ./
COPY src/ ./src
RUN pdm install --check --prod --no-editable
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /project/.venv -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM python:3.12-slim AS runtime
ENV PDM_CHECK_UPDATE=false
WORKDIR /project
RUN groupadd --system --gid 10001 app \
    && useradd --system --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app
COPY pyproject.toml pdm.lock README.md ./
COPY src/ ./src
COPY --from=builder /project/.venv /project/.venv
ENV PATH="/project/.venv/bin:$PATH"
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
EXPOSE 8080
USER 10001:10001
CMD ["gunicorn", "--bind", "0.0.0.0:8080", "shop:app"]
