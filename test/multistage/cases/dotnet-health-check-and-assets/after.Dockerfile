FROM mcr.microsoft.com/dotnet/sdk:6.0 AS builder
RUN apt-get update && apt-get install -y libgdiplus npm
WORKDIR /src
COPY . .
RUN cd ClientApp && npm ci && npm run build
RUN dotnet publish -c Release -o /app/publish

FROM mcr.microsoft.com/dotnet/aspnet:6.0 AS runtime
RUN apt-get update \
    && apt-get install -y libgdiplus ca-certificates curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY --from=builder /app/publish /app/publish
WORKDIR /app/publish
ENV ASPNETCORE_URLS=http://+:5000
HEALTHCHECK CMD curl --fail http://localhost:5000/health || exit 1
CMD ["dotnet", "Shop.dll"]
