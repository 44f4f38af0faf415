FROM python:3
RUN apt-get update && apt-get install -y supervisor gcc
RUN pip install flask
CMD ["supervisord", "-n"]
