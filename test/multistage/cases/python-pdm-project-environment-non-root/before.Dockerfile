FROM python:3.12
RUN pip install -U pdm
ENV PDM_CHECK_UPDATE=false
WORKDIR /project
COPY pyproject.toml pdm.lock README.md ./
COPY src/ ./src
RUN pdm install --check --prod --no-editable
EXPOSE 8080
CMD ["pdm", "run", "gunicorn", "--bind", "0.0.0.0:8080", "shop:app"]
