FROM python:3.12-alpine
RUN apk update && apk add g++ jpeg-dev zlib-dev
RUN pip install pillow
COPY app.py /app.py
CMD ["python", "/app.py"]
