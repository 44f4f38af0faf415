FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /app
COPY . ./
RUN dotnet publish -c Release -o out
RUN chmod 755 ./wait-for-it.sh
ENTRYPOINT ["/bin/bash", "startup.sh"]
