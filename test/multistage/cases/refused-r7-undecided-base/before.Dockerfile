ARG BASE
FROM $BASE
RUN pip install poetry
WORKDIR /app
COPY . .
RUN poetry install
CMD ["poetry", "run", "flask", "run"]
