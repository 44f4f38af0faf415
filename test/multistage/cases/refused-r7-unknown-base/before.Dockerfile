FROM registry.example.com/team/python:3
RUN pip install poetry
WORKDIR /app
COPY . .
RUN poetry install
CMD ["poetry", "run", "flask", "run"]
