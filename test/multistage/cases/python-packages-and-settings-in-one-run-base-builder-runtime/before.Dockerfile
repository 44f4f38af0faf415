FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="tides"
ARG DEBIAN_FRONTEND=noninteractive
ENV PYTHONUNBUFFERED=1 \
    TZ=Europe/Berlin
# Time zone, and a user for the service
RUN apt-get update; \
    apt-get install -y --no-install-recommends \
        build-essential \
        default-libmysqlclient-dev \
        tzdata; \
    ln -snf /usr/share/zoneinfo/$TZ /etc/localtime; \
    groupadd --system app || true; \
    useradd --system --gid app app
WORKDIR /srv/tides
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY --chown=app:app . .
USER app
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "tides:app"]
