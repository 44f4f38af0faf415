ARG BASE
FROM $BASE
RUN pip install flask
CMD ["flask", "run"]
