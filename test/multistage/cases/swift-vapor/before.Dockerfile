FROM swift:5.10-jammy
RUN apt-get update && apt-get install -y libsqlite3-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Package.swift Package.resolved ./
RUN swift package resolve
COPY Sources Sources
RUN swift build -c release
COPY Public Public
COPY Resources Resources
EXPOSE 8080
CMD ["/app/.build/release/App", "serve", "--env", "production", "--hostname", "0.0.0.0"]
