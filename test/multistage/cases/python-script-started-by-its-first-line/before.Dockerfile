FROM python:3.11-bookworm
RUN pip install --no-cache-dir pandas==2.2.2
COPY report.py /srv/
WORKDIR /srv
CMD ["./report.py"]
