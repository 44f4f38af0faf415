FROM python:3.11

RUN useradd -m -u 1001 appuser
USER appuser
WORKDIR /home/appuser/app
ENV PATH="/home/appuser/.local/bin:${PATH}"

COPY --chown=appuser:appuser requirements.txt .
RUN pip install --user --no-cache-dir -r requirements.txt
COPY --chown=appuser:appuser . .

EXPOSE 8172
CMD ["uvicorn", "main:app", "--host", "127.0.0.1", "--port", "8172"]
