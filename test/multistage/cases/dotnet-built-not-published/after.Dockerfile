FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
WORKDIR /app
COPY . .
RUN dotnet build -c Release

FROM mcr.microsoft.com/dotnet/aspnet:8.0 AS runtime
WORKDIR /app
COPY . .
COPY --from=builder /app/bin/Release/net8.0 /app/bin/Release/net8.0
CMD ["dotnet", "bin/Release/net8.0/Harbour.dll"]
