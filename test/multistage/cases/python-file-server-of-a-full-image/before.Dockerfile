FROM python:3.11-bookworm
RUN pip install mkdocs==1.6.1
WORKDIR /docs
COPY . .
RUN mkdocs build
EXPOSE 8000
CMD ["python", "-m", "http.server", "8000", "--directory", "site"]
