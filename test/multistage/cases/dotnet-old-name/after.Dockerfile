FROM microsoft/dotnet:2.1-sdk AS builder
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -o /app

FROM microsoft/dotnet:2.1-aspnetcore-runtime AS runtime
WORKDIR /src
COPY --from=builder /app /app
WORKDIR /app
ENTRYPOINT ["dotnet", "Quay.dll"]
