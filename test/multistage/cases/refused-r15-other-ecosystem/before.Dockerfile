FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y lua5.4 luarocks gcc libc6-dev
WORKDIR /app
COPY . .
RUN luarocks install --only-deps app-1.rockspec
CMD ["lua", "main.lua"]
