FROM mcr.microsoft.com/dotnet/sdk:9.0
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-x64 --self-contained true -o /opt/sonar
WORKDIR /opt/sonar
CMD ["./Sonar"]
