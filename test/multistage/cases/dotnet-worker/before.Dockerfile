FROM mcr.microsoft.com/dotnet/sdk:8.0-alpine
WORKDIR /src
COPY . .
RUN dotnet publish Pilot/Pilot.csproj --configuration Release --output /app
WORKDIR /app
ENTRYPOINT ["dotnet", "Pilot.dll"]
