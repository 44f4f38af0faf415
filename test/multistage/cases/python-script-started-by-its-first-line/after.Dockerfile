FROM python:3.11-bookworm AS builder
RUN pip install --no-cache-dir pandas==2.2.2

FROM python:3.11-slim-bookworm AS runtime
COPY --from=builder /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
COPY --from=builder /usr/local/bin /usr/local/bin
COPY report.py /srv/
WORKDIR /srv
CMD ["./report.py"]
