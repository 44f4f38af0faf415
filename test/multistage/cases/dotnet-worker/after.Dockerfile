FROM mcr.microsoft.com/dotnet/sdk:8.0-alpine AS builder
WORKDIR /src
COPY . .
RUN dotnet publish Pilot/Pilot.csproj --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/runtime:8.0-alpine AS runtime
RUN apk add --no-cache icu-data-full icu-libs tzdata
WORKDIR /src
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
COPY --from=builder /app /app
WORKDIR /app
ENTRYPOINT ["dotnet", "Pilot.dll"]
