FROM python:3.11-bookworm
COPY vendor/ /usr/src/vendor/
RUN cd /usr/src/vendor && ./configure && make && make install
RUN pip install flask
CMD ["python", "-m", "flask", "run"]
