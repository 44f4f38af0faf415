FROM python:3.11
RUN pip install jupyter
CMD ["jupyter", "notebook", "--ip", "0.0.0.0"]
