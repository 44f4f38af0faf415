FROM mcr.microsoft.com/dotnet/core/sdk:3.1 AS builder
WORKDIR /app
COPY . ./
RUN dotnet publish -c Release -o /out

FROM mcr.microsoft.com/dotnet/core/aspnet:3.1 AS runtime
WORKDIR /app
ENV ASPNETCORE_URLS=
COPY --from=builder /out /out
WORKDIR /out
CMD ["dotnet", "Quay.dll"]
