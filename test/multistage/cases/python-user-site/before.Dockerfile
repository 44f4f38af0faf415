FROM python:3.12-bookworm
RUN pip install --user flask gunicorn
ENV PATH=/root/.local/bin:$PATH
WORKDIR /app
COPY app.py .
CMD gunicorn -b 0.0.0.0:8000 app:app
