FROM python:3.12
RUN pip install uv
WORKDIR /code
RUN uv venv /opt/env
ENV VIRTUAL_ENV=/opt/env PATH="/opt/env/bin:$PATH"
COPY requirements.txt .
RUN uv pip install -r requirements.txt
COPY . .
CMD ["flask", "run", "--host=0.0.0.0"]
