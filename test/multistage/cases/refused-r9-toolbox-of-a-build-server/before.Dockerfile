FROM golang:1.22-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends build-essential python3-pip jq && rm -rf /var/lib/apt/lists/*
RUN go install github.com/golangci/golangci-lint/cmd/golangci-lint@v1.57.2
CMD ["/bin/bash"]
