FROM mcr.microsoft.com/dotnet/sdk:9.0 AS builder
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-x64 --self-contained true -o /opt/sonar

FROM mcr.microsoft.com/dotnet/runtime-deps:9.0 AS runtime
WORKDIR /src
COPY --from=builder /opt/sonar /opt/sonar
WORKDIR /opt/sonar
CMD ["./Sonar"]
