/** A Dockerfile that a conversion splits into a builder and a runtime stage. */
export const convertible = `FROM python:3.11-slim-bookworm
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["gunicorn","app:app"]
`;
