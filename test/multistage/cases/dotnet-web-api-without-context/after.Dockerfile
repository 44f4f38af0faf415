FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
WORKDIR /src
COPY *.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o out

FROM mcr.microsoft.com/dotnet/aspnet:8.0 AS runtime
WORKDIR /src
COPY . .
COPY --from=builder /src/out /src/out
EXPOSE 8080
ENTRYPOINT ["dotnet", "out/Harbour.dll"]
