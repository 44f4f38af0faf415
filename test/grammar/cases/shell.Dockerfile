FROM debian:12
RUN apt-get update && \
    # a comment between continued lines
    apt-get install -y --no-install-recommends \
        curl=7.* \

        git; \
    rm -rf /var/lib/apt/lists/*
RUN if [ "$A" = "b" ]; then echo "yes ${A:-no}" >> /log 2>&1; fi
RUN ["echo", "exec form"]
RUN [ "$A" = "b" ] || exit 1
RUN for f in *.c; do gcc -o "${f%.c}" "$f"; done; echo `date` `uname`
RUN export A=$(cat /etc/os-release | grep "VERSION=$(echo 1)") B='x'
RUN echo "a string \
    over two lines" done
RUN echo "never closed
RUN echo 'never closed either
RUN echo $(never closed
CMD ["never closed"
USER app
