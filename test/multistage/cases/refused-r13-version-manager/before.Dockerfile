FROM ubuntu:22.04
RUN curl -fsSL https://example.com/nvm/install.sh | bash && . ~/.nvm/nvm.sh && nvm install 20
CMD ["node", "app.js"]
