FROM python:3.11
RUN apt-get update && apt-get install -y nodejs npm
COPY . .
RUN npm ci && npm run build
RUN pip install -r requirements.txt
CMD ["python", "app.py"]
