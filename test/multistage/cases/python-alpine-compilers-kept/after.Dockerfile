FROM python:3.12-alpine AS builder
RUN apk update && apk add g++ jpeg-dev zlib-dev
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install pillow

FROM python:3.12-alpine AS runtime
RUN apk add --no-cache libgcc libstdc++ libjpeg-turbo zlib
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY app.py /app.py
CMD ["python", "/app.py"]
