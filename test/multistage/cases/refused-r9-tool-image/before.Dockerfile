FROM python:3.11
RUN pip install awscli
CMD ["bash"]
