# syntax=docker/dockerfile:1
# escape=`

FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN Invoke-WebRequest https://example.org/x.zip -OutFile C:\x.zip; `
    # a comment
    Expand-Archive C:\x.zip C:\app\
WORKDIR C:\app
COPY bin\ .\
USER ContainerUser
