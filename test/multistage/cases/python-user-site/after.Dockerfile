FROM python:3.12-bookworm AS builder
RUN pip install --user flask gunicorn

FROM python:3.12-slim-bookworm AS runtime
COPY --from=builder /root/.local /root/.local
ENV PATH=/root/.local/bin:$PATH
WORKDIR /app
COPY app.py .
CMD gunicorn -b 0.0.0.0:8000 app:app
