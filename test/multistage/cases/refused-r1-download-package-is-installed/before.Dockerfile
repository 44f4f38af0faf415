FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl unzip
RUN curl -fsSLo /tmp/agent.deb https://packages.example.com/agent_1.2_amd64.deb
RUN curl -fsSLo /tmp/rules.zip https://packages.example.com/rules-1.2.zip && unzip /tmp/rules.zip -d /etc/agent.d
RUN dpkg -i /tmp/agent.deb && rm /tmp/agent.deb
CMD ["agent", "--foreground"]
