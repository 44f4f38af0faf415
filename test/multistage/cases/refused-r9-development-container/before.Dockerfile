FROM python:3.12-bookworm
RUN apt-get update && apt-get install -y sudo zsh openssh-server build-essential && rm -rf /var/lib/apt/lists/*
RUN pip install black ruff pytest
RUN useradd --create-home --shell /usr/bin/zsh dev && echo "dev ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/dev
USER dev
CMD ["sleep", "infinity"]
