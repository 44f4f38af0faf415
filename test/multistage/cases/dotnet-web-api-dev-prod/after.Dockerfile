FROM mcr.microsoft.com/dotnet/aspnet:8.0 AS base
WORKDIR /src

FROM mcr.microsoft.com/dotnet/sdk:8.0 AS dependencies
WORKDIR /src
COPY *.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o out

FROM dependencies AS development
EXPOSE 8080
ENTRYPOINT ["dotnet", "out/Harbour.dll"]

FROM base AS production
COPY appsettings.Development.json ./appsettings.Development.json
COPY appsettings.json ./appsettings.json
COPY wwwroot ./wwwroot
COPY --from=dependencies /src/out /src/out
EXPOSE 8080
ENTRYPOINT ["dotnet", "out/Harbour.dll"]
