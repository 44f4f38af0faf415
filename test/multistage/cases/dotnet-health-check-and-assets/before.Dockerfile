FROM mcr.microsoft.com/dotnet/sdk:6.0
RUN apt-get update && apt-get install -y libgdiplus npm
WORKDIR /src
COPY . .
RUN cd ClientApp && npm ci && npm run build
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
ENV ASPNETCORE_URLS=http://+:5000
HEALTHCHECK CMD curl --fail http://localhost:5000/health || exit 1
CMD ["dotnet", "Shop.dll"]
