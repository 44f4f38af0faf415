FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
WORKDIR /app
COPY . ./
RUN dotnet publish -c Release -o out

FROM mcr.microsoft.com/dotnet/aspnet:8.0 AS runtime
WORKDIR /app
COPY . ./
COPY --from=builder /app/out /app/out
RUN chmod 755 ./wait-for-it.sh
ENTRYPOINT ["/bin/bash", "startup.sh"]
