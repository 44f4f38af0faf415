FROM alpine:3.20
RUN apk add --no-cache python3 py3-pip python3-dev gcc musl-dev
WORKDIR /app
COPY requirements.txt .
RUN pip install --break-system-packages -r requirements.txt
COPY . .
COPY jobs /etc/crontabs/root
CMD ["crond", "-f"]
